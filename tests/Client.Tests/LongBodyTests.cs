using RoomTypes.Client;
using RoomTypes.Client.Credentials;
using RoomTypes.Signing;

namespace RoomTypes.Tests;

/// <summary>Tests beside which no other runs: they count what the process allocates.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(Alone))]
public class LongBodyTests
{
    /// <summary>Of 50 MB, less than 1 MB is ever in memory: it is read once for its hash and once to be sent.</summary>
    [Fact]
    public async Task Send_ALongStream_IsNeverHeldWhole()
    {
        const long Length = 50_000_000;
        using var sent = new Swallowing();
        using var client = new HttpMessageInvoker(new SigV4Handler(new DelegatedCredentials(new AwsCredentials("AKIDEXAMPLE", "secret")), new() { Region = "eu-west-1" }) { InnerHandler = sent });
        using (var warm = Post(1000)) await client.SendAsync(warm, default);
        using var request = Post(Length);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await client.SendAsync(request, default);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 1_000_000);
        Assert.Equal(Length + 1000, sent.Length);

        static HttpRequestMessage Post(long length) => new(HttpMethod.Post, "https://id.example/v1/recognize") { Content = new StreamContent(new LongStream(length)) };
    }

    private sealed class Swallowing : HttpMessageHandler
    {
        public long Length { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var stream = await request.Content!.ReadAsStreamAsync(cancellationToken);
            var buffer = new byte[8192];
            for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;) Length += read;
            return Answering.Ok();
        }
    }

    private sealed class LongStream(long length) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = (int)Math.Min(buffer.Length, length - Position);
            buffer.Span[..read].Fill((byte)'x');
            Position += read;
            return ValueTask.FromResult(read);
        }

        public override long Seek(long offset, SeekOrigin origin) => Position = offset;

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
