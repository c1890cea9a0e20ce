using System.Diagnostics;
using System.Net.Sockets;
using Hosting.Tests.Http;

namespace Hosting.Tests.Processes;

/// <summary>The published program behind Kestrel, from a signal to its end.</summary>
[Collection(nameof(PublishedApp))]
public sealed class ShutdownTests(PublishedApp app)
{
    [Theory]
    [InlineData(AppProcess.SigTerm)]
    [InlineData(AppProcess.SigInt)]
    public async Task Signal_UnderLoad_LosesNoRequest(int signal)
    {
        await using var process = AppProcess.StartKestrel(app, ("RoomType__Http__DrainSeconds", "5"));
        var server = await process.ReadyAsync();
        var load = new Load(server);
        var loops = Enumerable.Range(0, 4).Select(i => load.RunAsync(i)).ToArray();
        await load.AnsweredAsync(20);

        process.Signal(signal);
        await process.LineAsync("Application is shutting down");
        using var client = new AppClient(server);
        var readiness = await client.SendAsync(AppCalls.Get("/health/ready"));
        var liveness = await client.SendAsync(AppCalls.Get("/health/live"));
        // Within the drain time requests are answered as before; then the clients go, as a load balancer's do that has seen the readiness.
        await load.AnsweredAsync(load.Answered + 20);
        load.Stop();
        await Task.WhenAll(loops);

        Assert.Equal(0, await process.ExitCodeAsync());
        Assert.Equal((503, 200), (readiness.Status, liveness.Status));
        Assert.Contains("\"code\":\"stopping\"", readiness.Text);
        Assert.Empty(load.Lost);
        Assert.True(load.Answered > 20);
    }

    /// <summary>Without a load balancer before it: clients connect until nobody listens. Three times, since what is lost is lost in an instant.</summary>
    [Fact]
    public async Task Signal_WithClientsThatKeepConnecting_AnswersAllWhoWereLetInAndEndsInTime()
    {
        for (var trial = 0; trial < 3; trial++)
        {
            await using var process = AppProcess.StartKestrel(app, ("RoomType__Http__GraceSeconds", "15"));
            var server = await process.ReadyAsync();
            var picture = AppCalls.Picture("kitchen_1.jpg");
            var head = $"POST /v1/recognize HTTP/1.1\r\nHost: x\r\nContent-Type: image/jpeg\r\nContent-Length: {picture.Length}\r\n\r\n";
            var clients = new ConnectingClients(server, [.. System.Text.Encoding.ASCII.GetBytes(head), .. picture]);
            var running = clients.RunAsync(8);
            while (clients.Answered < 16) await Task.Delay(10);

            var start = Stopwatch.GetTimestamp();
            process.Signal(AppProcess.SigTerm);
            Assert.Equal(0, await process.ExitCodeAsync());
            Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(15));
            await running;
            Assert.Empty(clients.Lost);
        }
    }

    [Fact]
    public async Task Signal_ASecondTime_EndsTheProcessAtOnce()
    {
        await using var process = AppProcess.StartKestrel(app, ("RoomType__Http__DrainSeconds", "300"));
        await process.ReadyAsync();

        process.Signal(AppProcess.SigTerm);
        await process.LineAsync("Application is shutting down");
        process.Signal(AppProcess.SigTerm);

        Assert.Equal(128 + AppProcess.SigTerm, await process.ExitCodeAsync());
    }

    [Fact]
    public async Task Client_ThatGoesAway_LeavesTheServiceToOthers()
    {
        await using var process = AppProcess.StartKestrel(app);
        var server = await process.ReadyAsync();
        var picture = AppCalls.Picture("kitchen_1.jpg");
        for (var i = 0; i < 10; i++)
        {
            using var socket = new TcpClient(server.Host, server.Port);
            var stream = socket.GetStream();
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(
                $"POST /v1/recognize HTTP/1.1\r\nHost: x\r\nContent-Type: image/jpeg\r\nContent-Length: {picture.Length}\r\n\r\n"));
            // Some go within the body, some before the answer.
            await stream.WriteAsync(picture.AsMemory(0, i % 2 == 0 ? picture.Length / 2 : picture.Length));
            socket.Client.LingerState = new LingerOption(true, 0);
        }

        using var client = new AppClient(server);
        var answer = await client.SendAsync(AppCalls.Recognize("kitchen_1.jpg", "the-one-who-stayed"));

        Assert.Equal(200, answer.Status);
        Assert.Contains("ROOM_TYPE_KITCHEN", answer.Text);
    }

    /// <summary>Clients that send one request after the other until they are told to stop.</summary>
    private sealed class Load(Uri server)
    {
        private TaskCompletionSource _enough = new();
        private int _answered;
        private int _wanted = int.MaxValue;
        private volatile bool _stopped;

        public List<string> Lost { get; } = [];

        public int Answered => _answered;

        public async Task RunAsync(int number)
        {
            using var client = new AppClient(server);
            while (!_stopped)
            {
                try
                {
                    var answer = await client.SendAsync(AppCalls.Recognize("kitchen_1.jpg", $"load-{number}-under-way"));
                    if (answer.Status != 200) Lose(answer.ToString());
                    if (Interlocked.Increment(ref _answered) >= Volatile.Read(ref _wanted)) _enough.TrySetResult();
                }
                catch (Exception e)
                {
                    Lose(e.ToString());
                    _enough.TrySetResult();
                    return;
                }
            }
        }

        public void Stop() => _stopped = true;

        public Task AnsweredAsync(int count)
        {
            _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref _wanted, count);
            return _enough.Task;
        }

        private void Lose(string what)
        {
            lock (Lost) Lost.Add(what);
        }
    }
}
