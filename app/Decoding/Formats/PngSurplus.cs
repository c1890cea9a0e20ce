using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace RoomTypes.Decoding.Formats;

/// <summary>
/// Image data behind the last pixel. libpng inflates all of it to throw it away, so that a file of one pixel can take 8 seconds; a little
/// of it is what careless encoders leave.
/// </summary>
internal static unsafe class PngSurplus
{
    private const long Allowed = 64 * 1024;

    /// <summary>The most that deflate makes of a byte (zlib, "Maximum Compression Factor").</summary>
    private const int MostRatio = 1032;

    /// <summary>Whether more than 64 KiB follow the picture. Where all that the data could hold is twice the picture it is not looked for.</summary>
    public static bool IsOverLimit(ReadOnlySpan<byte> image)
    {
        long compressed = 0;
        for (var chunks = new PngChunks(image); chunks.Next();)
            if (IsImageData(chunks))
                compressed += chunks.Data.Length;
        long allowed = RawBytes(image) + Allowed;
        return compressed * MostRatio > 2 * allowed && Inflates(image, allowed);
    }

    private static bool Inflates(ReadOnlySpan<byte> image, long toMoreThan)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            fixed (byte* data = image)
            {
                using var inflater = new ZLibStream(new ImageData(data, image.Length), CompressionMode.Decompress);
                long length = 0;
                for (int read; length <= toMoreThan && (read = inflater.Read(buffer)) > 0;) length += read;
                return length > toMoreThan;
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            // libpng says it better.
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>What the picture's rows take, each with its filter's byte, in seven passes if it is interlaced (W3C PNG, section 8).</summary>
    private static long RawBytes(ReadOnlySpan<byte> image)
    {
        var chunks = new PngChunks(image);
        chunks.Next();
        var header = chunks.Data;
        long width = BinaryPrimitives.ReadUInt32BigEndian(header), height = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        int samples = header[9] switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        int bits = samples * header[8];
        if (header[12] == 0) return Rows(width, height);
        return Rows(Part(width, 0, 8), Part(height, 0, 8)) + Rows(Part(width, 4, 8), Part(height, 0, 8)) + Rows(Part(width, 0, 4), Part(height, 4, 8))
            + Rows(Part(width, 2, 4), Part(height, 0, 4)) + Rows(Part(width, 0, 2), Part(height, 2, 4)) + Rows(Part(width, 1, 2), Part(height, 0, 2))
            + Rows(width, Part(height, 1, 2));

        long Rows(long across, long down) => across == 0 ? 0 : down * (1 + ((across * bits + 7) / 8));

        static long Part(long length, int start, int step) => (length - start + step - 1) / step;
    }

    private static bool IsImageData(in PngChunks chunks) => chunks.Type.SequenceEqual("IDAT"u8);

    /// <summary>The data of a file's IDAT chunks, one after another.</summary>
    private sealed class ImageData(byte* image, int length) : Stream
    {
        private int _chunk = PngChunks.Signature.Length;
        private int _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            for (var chunks = new PngChunks(new ReadOnlySpan<byte>(image, length), _chunk); chunks.Next(); _chunk += chunks.Whole.Length, _read = 0)
            {
                if (!IsImageData(chunks) || _read == chunks.Data.Length) continue;
                int count = Math.Min(buffer.Length, chunks.Data.Length - _read);
                chunks.Data.Slice(_read, count).CopyTo(buffer);
                _read += count;
                return count;
            }

            return 0;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
