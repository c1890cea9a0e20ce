using System.Text;
using Google.Protobuf;

namespace RoomTypes.Learning.Onnx;

/// <summary>Where the values of an initialiser lie in an ONNX file.</summary>
internal static class Initializer
{
    // Field numbers of onnx.proto, IR version 8.
    private const int Graph = 7;
    private const int Initializers = 5;
    private const int DataType = 2;
    private const int FloatData = 4;
    private const int Name = 8;
    private const int RawData = 9;
    private const byte Float = 1;

    /// <summary>The bytes of its float32 values, little-endian and in the order of its dimensions.</summary>
    /// <exception cref="LearningException">There is none of that name with values of that type.</exception>
    public static Range Find(byte[] file, string name)
    {
        try
        {
            var wanted = Encoding.UTF8.GetBytes(name);
            foreach (var graph in Fields(file, 0..file.Length, Graph))
            {
                foreach (var tensor in Fields(file, graph, Initializers))
                {
                    if (Fields(file, tensor, Name).Any(own => file.AsSpan(own).SequenceEqual(wanted)) && Values(file, tensor) is { } values) return values;
                }
            }
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new LearningException($"The file is no ONNX model: {exception.Message}");
        }

        throw new LearningException($"The model has no initialiser '{name}' with float32 values in one piece: its head cannot be exchanged.");
    }

    private static Range? Values(byte[] file, Range tensor)
    {
        if (!Fields(file, tensor, DataType).Any(type => file.AsSpan(type).SequenceEqual([Float]))) return null;
        Range[] values = [.. Fields(file, tensor, RawData), .. Fields(file, tensor, FloatData)];
        return values is [var single] ? single : null;
    }

    /// <summary>The contents of a message's fields of that number; a length before them is left out.</summary>
    private static IEnumerable<Range> Fields(byte[] file, Range message, int number)
    {
        var (start, length) = message.GetOffsetAndLength(file.Length);
        var input = new CodedInputStream(file, start, length);
        while (input.ReadTag() is not 0 and var tag)
        {
            var content = (int)input.Position;
            input.SkipLastField();
            if (WireFormat.GetTagFieldNumber(tag) != number) continue;
            var end = (int)input.Position;
            if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited) content = end - new CodedInputStream(file, content, end - content).ReadLength();
            yield return content..end;
        }
    }
}
