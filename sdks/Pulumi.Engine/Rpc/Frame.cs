using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Google.Protobuf;

namespace Pulumi.Engine.Rpc;

/// <summary>gRPC's length-prefixed messages: a compression flag, the length in four big-endian bytes, the message.</summary>
internal static class Frame
{
    /// <summary>The longest message that Pulumi's engine takes.</summary>
    public const int MaxLength = 400 << 20;

    private const int HeaderLength = 5;

    /// <summary>Reads the one message of a unary request.</summary>
    public static async Task<ReadOnlySequence<byte>> ReadAsync(PipeReader reader, CancellationToken cancellation)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellation);
            if (TryParse(read.Buffer, out var message))
            {
                if (read.IsCompleted || read.Buffer.Length == HeaderLength + message.Length)
                    return message;
                throw new RpcException(StatusCode.Unimplemented, "more than one message in a unary request");
            }
            if (read.IsCompleted)
                throw new RpcException(StatusCode.Internal, $"the request ends after {read.Buffer.Length} bytes, within a message");
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    public static void Write(PipeWriter writer, IMessage message)
    {
        var length = message.CalculateSize();
        var header = writer.GetSpan(HeaderLength);
        header[0] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(header[1..], (uint)length);
        writer.Advance(HeaderLength);
        message.WriteTo(writer);
    }

    private static bool TryParse(ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> message)
    {
        message = default;
        if (buffer.Length < HeaderLength)
            return false;
        Span<byte> header = stackalloc byte[HeaderLength];
        buffer.Slice(0, HeaderLength).CopyTo(header);
        if (header[0] != 0)
            throw new RpcException(StatusCode.Unimplemented, "compressed messages are not supported");
        var length = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        if (length > MaxLength)
            throw new RpcException(StatusCode.ResourceExhausted, $"a message of {length} bytes is longer than the {MaxLength} allowed");
        if (buffer.Length < HeaderLength + length)
            return false;
        message = buffer.Slice(HeaderLength, length);
        return true;
    }
}
