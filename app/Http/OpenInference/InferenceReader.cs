using System.Buffers.Binary;
using System.Globalization;
using RoomTypes.Http.Parsing;
using RoomTypes.Recognition;

namespace RoomTypes.Http.OpenInference;

/// <summary>
/// Reads inference requests of the Open Inference Protocol (kserve/open-inference-protocol, rest): one tensor `image` of BYTES, a picture file
/// an element, in base64 within the JSON, or by the binary extension (triton-inference-server/server, extension_binary_data) behind it,
/// each after its length in four bytes, the lowest first.
/// </summary>
internal static class InferenceReader
{
    /// <summary>Tells, in requests and answers, how long the JSON before the tensors' bytes is.</summary>
    public const string HeaderLength = "Inference-Header-Content-Length";

    private const string Fields = "id, parameters, inputs, outputs";

    /// <summary>Reads it; each picture becomes a room of its own, numbered from 0.</summary>
    /// <param name="body">The body; the text of pictures is overwritten with their bytes.</param>
    /// <param name="header">The value of <see cref="HeaderLength"/>; empty if all is JSON.</param>
    /// <param name="request">Takes the pictures.</param>
    /// <exception cref="ServiceException">It does not follow the protocol, or has another tensor than the model's.</exception>
    public static InferenceRequest Read(Memory<byte> body, string header, RecognitionRequest request)
    {
        var length = header.Length == 0 ? body.Length : Length(header, body.Length);
        var read = new InferenceRequest();
        JsonWalker.Walk(body[..length], read, ReadRequest);
        var pictures = read.BinarySize is { } size ? Split(body[length..], size) : read.Pictures;
        var elements = read.Shape.Aggregate(1L, (product, dimension) => product * dimension);
        if (read.Shape.Count == 0 || elements != pictures.Count)
            throw Invalid("the shape of the input", $"[{string.Join(", ", read.Shape)}]", $"[{pictures.Count}]: as many elements as there are pictures");
        foreach (var picture in pictures) request.AddPicture(request.AddRoom($"{request.Rooms.Count}"), new Picture(picture));
        return read;
    }

    private static int Length(string header, int most) =>
        int.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= most
            ? length
            : throw Invalid(HeaderLength, header, $"the bytes of the JSON, at most those of the body, {most}");

    private static void ReadRequest(ref JsonWalker json, InferenceRequest request)
    {
        json.OpenObject();
        while (json.NextField() is { } field)
        {
            switch (field)
            {
                case "id":
                    request.Id = json.Text(field);
                    break;
                case "parameters":
                    request.IsBinary = ReadParameters(ref json, "binary_data_output").Flag ?? false;
                    break;
                case "inputs":
                    if (json.OpenArray(field)) while (json.NextElement()) ReadInput(ref json, request);
                    break;
                case "outputs":
                    if (json.OpenArray(field)) while (json.NextElement()) ReadOutput(ref json, request);
                    break;
                default:
                    throw json.Unknown(field, Fields);
            }
        }
    }

    private static void ReadInput(ref JsonWalker json, InferenceRequest request)
    {
        if (request.Shape.Count > 0) throw Invalid("the number of inputs", "2 or more", $"one, {InferenceRequest.Input}");
        json.OpenObject();
        while (json.NextField() is { } field)
        {
            switch (field)
            {
                case "name":
                    if (json.Text(field) is not InferenceRequest.Input and var name) throw Invalid("the name of an input", name, InferenceRequest.Input);
                    break;
                case "datatype":
                    if (json.Text(field) is not "BYTES" and var type) throw Invalid("the datatype of the input", type, "BYTES: picture files");
                    break;
                case "shape":
                    if (json.OpenArray(field)) while (json.NextElement()) request.Shape.Add(json.CurrentUInt32(field));
                    break;
                case "parameters":
                    request.BinarySize = ReadParameters(ref json, "binary_data_size").Number;
                    break;
                case "data":
                    if (json.OpenArray(field)) ReadPictures(ref json, request);
                    break;
                default:
                    throw json.Unknown(field, "name, datatype, shape, parameters, data");
            }
        }
    }

    // Flat, or nested as the shape is.
    private static void ReadPictures(ref JsonWalker json, InferenceRequest request)
    {
        while (json.NextElement())
        {
            if (json.IsArray) ReadPictures(ref json, request);
            else request.Pictures.Add(json.Content("data"));
        }
    }

    private static void ReadOutput(ref JsonWalker json, InferenceRequest request)
    {
        var (name, isBinary) = ("", (bool?)null);
        json.OpenObject();
        while (json.NextField() is { } field)
        {
            switch (field)
            {
                case "name":
                    name = json.Text(field);
                    break;
                case "parameters":
                    isBinary = ReadParameters(ref json, "binary_data").Flag;
                    break;
                default:
                    throw json.Unknown(field, "name, parameters");
            }
        }

        if (!InferenceRequest.Outputs.Contains(name)) throw Invalid("the name of an output", name, string.Join(", ", InferenceRequest.Outputs));
        if (request.Wanted.Exists(wanted => wanted.Name == name)) throw Invalid("an output", name, "each output once");
        request.Wanted.Add((name, isBinary));
    }

    /// <summary>The one parameter that means something here; the protocol allows any others.</summary>
    private static (bool? Flag, uint? Number) ReadParameters(ref JsonWalker json, string wanted)
    {
        var (flag, number) = ((bool?)null, (uint?)null);
        if (!json.OpenFieldObject()) return (flag, number);
        while (json.NextField() is { } name)
        {
            if (name != wanted) json.Skip();
            else if (name.EndsWith("_size", StringComparison.Ordinal)) number = json.UInt32(name);
            else flag = json.Flag(name);
        }

        return (flag, number);
    }

    private static List<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> bytes, uint size)
    {
        const int Prefix = sizeof(uint);
        if (size != bytes.Length) throw Invalid("binary_data_size", $"{size}", $"the bytes behind the JSON, {bytes.Length}");
        var pictures = new List<ReadOnlyMemory<byte>>();
        for (var rest = bytes; rest.Length > 0;)
        {
            if (rest.Length < Prefix || BinaryPrimitives.ReadUInt32LittleEndian(rest.Span) is var length && length > rest.Length - Prefix)
                throw Invalid($"element {pictures.Count} of the input", $"{rest.Length} bytes", "its length in four bytes, the lowest first, and as many bytes");
            pictures.Add(rest.Slice(Prefix, (int)length));
            rest = rest[(Prefix + (int)length)..];
        }

        return pictures;
    }

    private static ServiceException Invalid(string what, string value, string allowed) =>
        new(ErrorKind.Invalid, "tensor_invalid", $"{what} is {Quote.Of(value)}; allowed is {allowed}.") { Value = value, Limit = allowed };
}
