using RoomTypes.Decoding;
using RoomTypes.Decoding.Formats;
using RoomTypes.Inference;

namespace RoomTypes.Benchmarks;

/// <summary>The stages of one picture on one thread.</summary>
internal static class StageBenchmark
{
    private const int Count = 400;

    public static IEnumerable<string> Run(Pipeline pipeline)
    {
        var size = pipeline.Catalog.Default.InputSize;
        var codec = new JpegCodec();
        var scratch = new DecodeScratch();
        var rgb = new byte[size.RgbBytes];
        var decode = Measure.MillisecondsEach(i => Decode(Pipeline.Pictures[i % Pipeline.Pictures.Count]), Count);
        var both = Measure.MillisecondsEach(i => pipeline.Decoder.Decode(Pipeline.Pictures[i % Pipeline.Pictures.Count], size.Width, size.Height, rgb), Count);
        var infer = pipeline.Catalog.Sessions.Select(session => Infer(session, size)).ToList();
        using var worker = pipeline.Worker();
        var whole = Measure.MillisecondsEach(i => worker.Run(pipeline.Job(i)), Count);

        yield return "| stage, one 640 x 480 JPEG on one core | ms (median) |";
        yield return "|---|---|";
        yield return $"| decode (DCT-scaled) | {decode:0.00} |";
        yield return $"| preprocess (resize to {size.Width} x {size.Height}) | {both - decode:0.00} |";
        for (var i = 0; i < infer.Count; i++) yield return $"| infer, {pipeline.Catalog.Sessions[i].Registered.Reference} | {infer[i]:0.00} |";
        yield return $"| bare loop: decode, preprocess, infer | {whole:0.00} |";

        void Decode(byte[] picture) => codec.Decode(picture, codec.ReadHeader(picture), size.Width, size.Height, scratch.Pixels);
    }

    private static double Infer(ModelSession session, PictureSize size)
    {
        using var input = new InputTensor(size);
        using var runner = new ModelRunner(session);
        return Measure.MillisecondsEach(_ => runner.Run(input), Count);
    }
}
