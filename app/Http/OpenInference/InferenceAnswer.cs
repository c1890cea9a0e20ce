using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using RoomTypes.V1;

namespace RoomTypes.Http.OpenInference;

/// <summary>Writes what a model said as tensors: `probabilities`, FP32 [pictures, labels], and `label`, BYTES [pictures], the most probable ones.</summary>
/// <param name="request">What was asked for.</param>
/// <param name="response">One room a picture, in their order.</param>
/// <param name="labels">In the order of the probabilities.</param>
internal sealed class InferenceAnswer(InferenceRequest request, RecognizeResponse response, IReadOnlyList<string> labels)
{
    private readonly ArrayBufferWriter<byte> _behind = new();

    /// <summary>The answer's bytes, and how many of them are JSON if others follow.</summary>
    public (ReadOnlyMemory<byte> Body, int? JsonLength) Write()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer)) WriteJson(json);
        if (_behind.WrittenCount == 0) return (buffer.WrittenMemory, null);
        var length = buffer.WrittenCount;
        buffer.Write(_behind.WrittenSpan);
        return (buffer.WrittenMemory, length);
    }

    private void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("model_name", response.Rooms[0].Model.Name);
        json.WriteString("model_version", response.Rooms[0].Model.Version);
        if (request.Id is { } id) json.WriteString("id", id);
        json.WriteStartArray("outputs");
        foreach (var name in InferenceRequest.Outputs)
        {
            if (request.Wanted.Count == 0) WriteTensor(json, name, request.IsBinary);
            else if (request.Wanted.Find(wanted => wanted.Name == name) is { Name: not null } wanted) WriteTensor(json, name, wanted.IsBinary ?? request.IsBinary);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteTensor(Utf8JsonWriter json, string name, bool isBinary)
    {
        var isLabel = name == InferenceRequest.Label;
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("datatype", isLabel ? "BYTES" : "FP32");
        json.WriteStartArray("shape");
        json.WriteNumberValue(response.Rooms.Count);
        if (!isLabel) json.WriteNumberValue(labels.Count);
        json.WriteEndArray();
        if (isBinary) WriteBehind(json, isLabel);
        else WriteData(json, isLabel);
        json.WriteEndObject();
    }

    private void WriteData(Utf8JsonWriter json, bool isLabel)
    {
        json.WriteStartArray("data");
        foreach (var room in response.Rooms)
        {
            if (isLabel) json.WriteStringValue(room.Scores[0].Label);
            else foreach (var probability in Probabilities(room)) json.WriteNumberValue(probability);
        }

        json.WriteEndArray();
    }

    private void WriteBehind(Utf8JsonWriter json, bool isLabel)
    {
        var before = _behind.WrittenCount;
        foreach (var room in response.Rooms)
        {
            if (isLabel) WriteBehind(room.Scores[0].Label);
            else foreach (var probability in Probabilities(room)) WriteBehind(probability);
        }

        json.WriteStartObject("parameters");
        json.WriteNumber("binary_data_size", _behind.WrittenCount - before);
        json.WriteEndObject();
    }

    private void WriteBehind(string text)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_behind.GetSpan(sizeof(int)), Encoding.UTF8.GetByteCount(text));
        _behind.Advance(sizeof(int));
        Encoding.UTF8.GetBytes(text, _behind);
    }

    private void WriteBehind(float number)
    {
        BinaryPrimitives.WriteSingleLittleEndian(_behind.GetSpan(sizeof(float)), number);
        _behind.Advance(sizeof(float));
    }

    private IEnumerable<float> Probabilities(RoomPrediction room) => labels.Select(label => room.Scores.First(score => score.Label == label).Probability);
}
