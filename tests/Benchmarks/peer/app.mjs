// The service's peer in Node: the same models and the same picture, with the libraries that one would take there.
import Fastify from 'fastify'
import ort from 'onnxruntime-node'
import sharp from 'sharp'

const [models, port] = process.argv.slice(2)
const threads = { intraOpNumThreads: 1, interOpNumThreads: 1 }
const app = Fastify({ bodyLimit: 10_000_000 })
app.addContentTypeParser('image/jpeg', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
const [session] = await Promise.all(
  ['room-type/2', 'room-type/3'].map(model => ort.InferenceSession.create(`${models}/${model}/model.onnx`, threads)))

app.post('/v1/recognize', async request => {
  const pixels = await sharp(request.body).resize(224, 224, { fit: 'fill' }).removeAlpha().raw().toBuffer()
  const input = new ort.Tensor('uint8', new Uint8Array(pixels), [1, 224, 224, 3])
  const { probabilities } = await session.run({ [session.inputNames[0]]: input }, ['probabilities'])
  return { probabilities: [...probabilities.data] }
})
await app.listen({ port: Number(port), host: '127.0.0.1' })
