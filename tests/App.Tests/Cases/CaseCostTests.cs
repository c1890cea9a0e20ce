using System.Text;
using RoomTypes.Tests.Fuzz;

namespace RoomTypes.Tests.Cases;

/// <summary>What each of tests/Fixtures/cases costs a process that is the service alone.</summary>
public sealed class CaseCostTests(ServiceProcess service) : IClassFixture<ServiceProcess>
{
    private const double MostMegabytes = 200;
    private static readonly TimeSpan MostProcessorTime = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Request_OfEveryCase_TakesLittleProcessorTimeAndMemory()
    {
        await SendAsync("jpeg-orientation-xmp.jpg", "POST /v1/recognize", "image/jpeg");
        var idle = service.ResidentMegabytes;
        foreach (var row in CaseTests.Cases)
        {
            var (file, before) = ((string)row[0], service.ProcessorTime);
            service.ForgetPeak();
            await SendAsync(file, (string)row[2], (string)row[3]);
            Assert.True(service.ProcessorTime - before <= MostProcessorTime, $"{file} took {(service.ProcessorTime - before).TotalSeconds:F2} s of a core.");
            Assert.True(service.PeakMegabytes - idle <= MostMegabytes, $"{file} took {service.PeakMegabytes:F0} MB; idle are {idle:F0}.");
        }
    }

    private Task<RawAnswer> SendAsync(string file, string request, string contentType)
    {
        var body = File.ReadAllBytes(Path.Combine(Samples.Folder, "cases", file));
        var head = $"{request} HTTP/1.1\r\nHost: x\r\nContent-Type: {contentType}\r\nContent-Length: {body.Length}\r\n\r\n";
        return RawRequest.SendAsync(service.Address, file.EndsWith(".http", StringComparison.Ordinal) ? body : [.. Encoding.Latin1.GetBytes(head), .. body]);
    }
}
