import { openingContract } from './support/opening-contract.ts';
import { describeWithPython, findPython } from './support/python.ts';
import { pythonSubscriber } from './support/subscriber.ts';

const PROGRAM = `
import json, sys
from personal_texts import keys_over, opened
url, token, records = sys.argv[1:]
print(json.dumps([opened(record["id"], record["data"], keys_over(url, token)) for record in json.loads(records)]))
`;

const found = await findPython();

describeWithPython(found)('personal texts for a subscriber in Python', () => {
  openingContract(() => pythonSubscriber(found.python ?? 'python3'), ['-B', '-c', PROGRAM]);
});
