// Checks the state machine on the standard input by the JSON schemas of the Amazon States Language, and what they cannot say: paths, and that
// every state is there and reached. Prints what is wrong as JSON.
import { readFileSync } from "node:fs";
import validate from "asl-validator";

const { errors } = (validate.default ?? validate)(JSON.parse(readFileSync(0, "utf8")), { checkPaths: true, checkArn: true });
console.log(JSON.stringify(errors.map((error) => `${error["Error code"] ?? ""} ${error.Message ?? error.message ?? JSON.stringify(error)}`)));
