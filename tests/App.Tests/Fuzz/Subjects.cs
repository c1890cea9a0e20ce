using System.Text;
using RoomTypes.Decoding;
using RoomTypes.Evidently;
using RoomTypes.Experiments;
using RoomTypes.Experiments.AppConfig;
using RoomTypes.Experiments.Files;
using RoomTypes.Experiments.Segments;
using RoomTypes.Http;
using RoomTypes.Http.Parsing;
using RoomTypes.Json;
using RoomTypes.Recognition;

namespace RoomTypes.Tests.Fuzz;

/// <summary>A reader of bodies, what it is given, and the error that it may throw.</summary>
internal sealed record Subject(string Name, IReadOnlyList<byte[]> Corpus, Type Refusal, Action<byte[]> Read);

/// <summary>Every reader of bytes that come from outside.</summary>
internal static class Subjects
{
    private const int MostCorpusBytes = 4096;
    private const string Boundary = "multipart/form-data; boundary=xYz";
    private static readonly ImageDecoder Decoder = new(new DecodingOptions { MaxPixels = 100_000 });

    public static IReadOnlyList<Subject> All { get; } =
    [
        new("recognize, JSON", [.. Cases("*.json"), .. Texts(Json)], typeof(ServiceException), body => WithRequest(request => JsonRequestReader.Read(body, request))),
        new("recognize, protobuf", [.. Cases("*.binpb"), Message()], typeof(ServiceException), body => WithRequest(request => ProtobufRequestReader.Read(body, request))),
        new("recognize, form", [.. Texts(Form), .. Cases("multipart-parts-flood.bin")], typeof(ServiceException), body => WithRequest(request => MultipartRequestReader.Read(body, Boundary, request))),
        new("form, content type", Texts(Boundary, "multipart/form-data; boundary=\"a\\\"b\"; charset*=utf-8''%e2%82"), typeof(ServiceException), body => WithRequest(request => MultipartRequestReader.Read(Encoding.UTF8.GetBytes(Form), Encoding.UTF8.GetString(body), request))),
        new("feedback, JSON", [.. Cases("feedback*.json"), .. Texts(Feedback)], typeof(ServiceException), body => FeedbackReader.Read(MediaTypes.Json, body)),
        new("feedback, protobuf", Cases("feedback*.bin*"), typeof(ServiceException), body => FeedbackReader.Read(MediaTypes.Protobuf, body)),
        new("pictures", [.. Pictures()], typeof(ImageRejectedException), Decode),
        new("Evidently, members", [.. Cases("evidently*.json"), .. Texts(Evidently)], typeof(EvidentlyException), ReadMembers),
        new("segment, pattern", Texts(Patterns), typeof(FormatException), body => EventPattern.Parse(Encoding.UTF8.GetString(body)).IsMet(new Attributes(StrictJson.Parse(Data).RootElement))),
        new("segment, rule", Texts(Rules), typeof(FormatException), body => Rule.Parse(Encoding.UTF8.GetString(body), "seed").IsMet("entity", new Attributes(new Dictionary<string, string> { ["a"] = "1" }))),
        new("flags document", Texts(Flags), typeof(FormatException), body => FeatureFlags.Parse(body).Evaluate("f", "entity", default)),
        new("experiments file", Texts(Experiments), typeof(ExperimentFileException), body => ExperimentFile.Parse(body, "file")),
    ];

    private const string Json = """{"requestId":"r","entityId":"e\u00e9","attributes":{"a":"b"},"rooms":[{"roomId":"a","images":[{"content":"_-8\u003d"},{"uri":"s3:\/\/b/k"}]}],"models":["room-type@2"],"topK":"3"}""";
    private const string Feedback = """{"entityId":"e","metric":{"name":"m","value":"1.5"},"time":"2026-01-31T12:00:00.5+02:00","feedbackId":"x","correctRoomType":null}""";
    private const string Evidently = """{"name":"n","description":"d","tags":{"a":"b"},"variations":[{"name":"v","value":{"longValue":1}}],"events":[{"type":"t","timestamp":1.5,"data":"{\"a\":1}"}],"treatmentWeights":{"a":5}}""";
    private const string Data = """{"a":["x*y",1.5,null,true],"b":{"c":"text"}}""";
    private const string Flags = """{"version":"1","values":{"f":{"enabled":true,"_variants":[{"name":"v","enabled":true,"rule":"(eq $a \"1\")","attributeValues":{"model":"m"}},{"name":"d","enabled":false}]}}}""";

    private const string Form = "--xYz\r\nContent-Disposition: form-data; name=\"a\"; filename*=utf-8''b%e2\r\nContent-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n"
        + "--xYz\r\nContent-Disposition: form-data; name=\"top_k\"\r\nContent-Type: text/plain; charset=utf-16\r\n\r\n3\r\n--xYz\r\nContent-Disposition: form-data; name=_charset_\r\n\r\nlatin1\r\n--xYz--\r\n";

    private static string[] Patterns =>
    [
        """{"a":[{"wildcard":"x\\*y*z"},{"numeric":[">",1,"<=",2]},null,true,"t"],"$or":[{"b":{"c":[{"anything-but":["x",{"prefix":"y"}]}]}},{"d":[{"exists":false}]}]}""",
        """{"b":{"c":[{"suffix":"xt"},{"equals-ignore-case":"TEXT"}]}}""",
    ];

    private static string[] Rules =>
        ["(and (eq $a \"1\") (or (gt $b 2) (not (matches in::$a pattern::\"^a.*\"))) (split pct::50 by::$entityId seed::\"s\") (in $a [\"x\", \"y\"]) (exists key::\"a\") (lt $t 2026-01-01T00:00:00Z))"];

    private static string[] Experiments =>
    [
        """
        {"segments":[{"name":"s","pattern":{"a":[{"prefix":"x"}]}}], "features":[{"name":"f","defaultVariation":"a","variations":[{"name":"a","value":"m@1"},{"name":"b","value":"m@2"}],
        "entityOverrides":{"e":"b"},"launch":{"name":"l","groups":[{"name":"g","variation":"a"}],"steps":[{"startTime":"2026-01-01T00:00:00Z","weights":{"g":5},"segmentOverrides":[{"segment":"s","weights":{"g":1}}]}]},
        "experiment":{"name":"x","control":"a","treatments":[{"name":"a","variation":"a","weight":1},{"name":"b","variation":"b","weight":1}],"segment":"s","metrics":[{"name":"m","desiredChange":"increase"}]}}]}
        """,
    ];

    private static void WithRequest(Action<RecognitionRequest> read)
    {
        using var request = new RecognitionRequest { MostPictures = 64 };
        read(request);
    }

    private static void Decode(byte[] image)
    {
        Decoder.CostOf(image);
        Decoder.Decode(image, 16, 16, new byte[16 * 16 * 3]);
    }

    private static void ReadMembers(byte[] body)
    {
        var fields = Fields.Parse(body);
        _ = fields.Name("name");
        _ = fields.Description();
        _ = fields.TextMap("tags", 50);
        _ = fields.Weights("treatmentWeights");
        foreach (var entry in fields.Objects("variations", 0, 5) ?? []) _ = entry.RequiredObject("value").Number("longValue", 0, 100);
        foreach (var entry in fields.Objects("events", 0, 50) ?? [])
        {
            _ = entry.Time("timestamp");
            RoomTypes.Evidently.Resources.Segments.ParseJson("data", entry.RequiredText("data", 1, 1000)).Dispose();
        }

        if (fields.Text("pattern", 0, 1024) is { } pattern) RoomTypes.Evidently.Resources.Segments.Parse("pattern", pattern);
    }

    private static byte[] Message() => [0x12, 1, (byte)'e', 0x22, 6, 0x0A, 1, (byte)'a', 0x12, 1, (byte)'b', 0x2A, 8, 0x0A, 1, (byte)'r', 0x12, 3, 0x0A, 1, 9, 0x32, 1, (byte)'m', 0x38, 3, 0xBB, 0x06, 0xA0, 0x06, 1, 0xBC, 0x06];

    private static List<byte[]> Texts(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];

    private static List<byte[]> Cases(string pattern) => Files("cases", pattern);

    private static List<byte[]> Pictures() => [.. Files("images", "*.png"), .. Files("images", "*.jpg"), .. Files("images", "*.webp")];

    private static List<byte[]> Files(string folder, string pattern) =>
        [.. Directory.GetFiles(Path.Combine(Samples.Folder, folder), pattern).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).Where(body => body.Length <= MostCorpusBytes)];
}
