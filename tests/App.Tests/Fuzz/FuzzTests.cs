using System.Diagnostics;
using System.Net.Http.Headers;
using RoomTypes.Tests.Cases;
using Xunit.Abstractions;

namespace RoomTypes.Tests.Fuzz;

/// <summary>
/// Mutated bodies through every reader: each is read or refused with that reader's own error, in time. A failure names its seed and the body.
/// </summary>
public sealed class FuzzTests(CaseService service, ITestOutputHelper output) : IClassFixture<CaseService>
{
    private const int BodiesOfReader = 4_000;
    private const int BodiesOfService = 2_000;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);
    private static readonly double Share = 1.0 / (Subjects.All.Count + 1);

    public static TheoryData<string> Readers => [.. Subjects.All.Select(subject => subject.Name)];

    [Theory]
    [MemberData(nameof(Readers))]
    public void Read_MutatedBodies_AreReadOrRefusedInTime(string name)
    {
        var subject = Subjects.All.Single(subject => subject.Name == name);
        var (run, bodies) = (new FuzzRun(Share), 0);
        for (var seed = run.FirstSeed; bodies == 0 || !run.IsOver; seed++)
        {
            var mutator = new Mutator(seed, subject.Corpus);
            for (var i = 0; i < BodiesOfReader; i++, bodies++) Try(subject, mutator.Next(), seed);
        }

        output.WriteLine($"{bodies} bodies");
    }

    [Fact]
    public async Task Request_OfMutatedBodies_IsNeverAServersFault()
    {
        (string Path, string Type, Subject Subject)[] routes =
        [
            Route("/v1/recognize", "application/json", "recognize, JSON"), Route("/v1/recognize", "application/x-protobuf", "recognize, protobuf"),
            Route("/v1/recognize", "multipart/form-data; boundary=xYz", "recognize, form"), Route("/v1/recognize", "image/png", "pictures"),
            Route("/v1/feedback", "application/json", "feedback, JSON"), Route("/v1/feedback", "application/x-protobuf", "feedback, protobuf"),
            Route("/projects/P/evaluations/f", "application/json", "Evidently, members"), Route("/events/projects/P", "application/json", "Evidently, members"),
            Route("/projects/P/features", "application/json", "Evidently, members"), Route("/test-segment-pattern", "application/json", "Evidently, members"),
        ];
        var run = new FuzzRun(Share);
        for (var seed = run.FirstSeed; ; seed++)
        {
            foreach (var (path, type, subject) in routes)
            {
                var mutator = new Mutator(seed, subject.Corpus);
                for (var i = 0; i < BodiesOfService / routes.Length; i++) await SendAsync(path, type, mutator.Next(), seed);
            }

            if (run.IsOver) break;
        }
    }

    private static (string Path, string Type, Subject Subject) Route(string path, string type, string reader) => (path, type, Subjects.All.Single(subject => subject.Name == reader));

    private static void Try(Subject subject, byte[] body, int seed)
    {
        var taken = TimeSpan.MaxValue;
        // A second try tells a slow body from a machine that was busy. Readers decode where they stand, so each has its own copy.
        for (var i = 0; i < 2 && taken > Longest; i++)
        {
            var start = Stopwatch.GetTimestamp();
            try
            {
                subject.Read([.. body]);
            }
            catch (Exception exception)
            {
                Assert.True(subject.Refusal.IsInstanceOfType(exception), $"{subject.Name}, seed {seed}, {Convert.ToHexString(body)}: {exception}");
            }

            taken = Stopwatch.GetElapsedTime(start);
        }

        Assert.True(taken <= Longest, $"{subject.Name}, seed {seed}, took {taken.TotalSeconds:F1} s for {Convert.ToHexString(body)}");
    }

    private async Task SendAsync(string path, string type, byte[] body, int seed)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var response = await service.Service.Client.PostAsync(path, content);
        Assert.True((int)response.StatusCode < 500, $"{path} as {type}, seed {seed}: {(int)response.StatusCode} for {Convert.ToHexString(body)}");
    }
}
