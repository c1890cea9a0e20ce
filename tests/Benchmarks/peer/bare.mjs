// The least that a start in Node can be: one model, run once on an empty picture, without a server.
import ort from 'onnxruntime-node'

const session = await ort.InferenceSession.create(`${process.argv[2]}/room-type/2/model.onnx`, { intraOpNumThreads: 1, interOpNumThreads: 1 })
await session.run({ [session.inputNames[0]]: new ort.Tensor('uint8', new Uint8Array(224 * 224 * 3), [1, 224, 224, 3]) }, ['probabilities'])
process.exit()
