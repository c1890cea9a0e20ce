using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Util;
using Amazon.S3;
using RoomTypes.Signing;

namespace RoomTypes.Benchmarks;

/// <summary>A small request signed, beside the hash of its body, by the client's signer and by AWSSDK.Core's, in turns.</summary>
internal static class SigningBenchmark
{
    private const int Rounds = 15;
    private const int Count = 5_000;
    private const string Region = "eu-west-1";
    private const string Service = "execute-api";
    private const string Host = "abc123.execute-api.eu-west-1.amazonaws.com";
    private const string Path = "/live/v1/recognize";

    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private static readonly AwsCredentials Credentials = new("ASIAEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", new string('t', 300));

    public static IEnumerable<string> Run()
    {
        var (ours, theirs) = (Ours(), Theirs());
        var (own, sdk) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            own.Add(Measure.MillisecondsEach(_ => Repeat(ours, 100), Count / 100) * 10);
            sdk.Add(Measure.MillisecondsEach(_ => Repeat(theirs, 100), Count / 100) * 10);
        }

        yield return "| signing a POST with four headers and one parameter | us (median) | bytes allocated |";
        yield return "|---|---|---|";
        yield return $"| RoomTypes.Signing | {Measure.Median(own):0.00} | {Allocated(ours)} |";
        yield return $"| AWSSDK.Core's AWS4Signer | {Measure.Median(sdk):0.00} | {Allocated(theirs)} |";
        yield return $"| ratio | {Measure.Median(own.Zip(sdk, (one, other) => other / one)):0.0} | |";
    }

    private static Action Ours()
    {
        var signer = new SigV4Signer(Credentials, Region, Service);
        SigV4Header[] headers = [new("host", Host), new("content-type", "image/jpeg"), new("x-amz-date", SigV4.Time(Now)), new("x-amz-security-token", Credentials.SessionToken!)];
        var authorization = new char[1024];
        return () =>
        {
            var request = new SigV4Request { Method = "POST", Path = Path, Query = "entity_id=robot-1", Headers = headers, PayloadHash = SigV4.EmptyPayloadHash };
            if (!signer.TryAuthorize(request, Now, authorization, out _)) throw new InvalidOperationException("The buffer is too small.");
        };
    }

    // A request of the SDK's is made anew each time, as it is for each call.
    private static Action Theirs()
    {
        var (signer, credentials) = (new AWS4Signer(), new SessionAWSCredentials(Credentials.AccessKeyId, Credentials.SecretAccessKey, Credentials.SessionToken));
        var config = new AmazonS3Config { RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(Region), AuthenticationRegion = Region, AuthenticationServiceName = Service };
        return () =>
        {
            var request = new DefaultRequest(new NoRequest(), Service)
            {
                Endpoint = new Uri($"https://{Host}"),
                ResourcePath = Path,
                HttpMethod = "POST",
                Content = [],
                UseQueryString = true,
            };
            request.Parameters.Add("entity_id", "robot-1");
            request.Headers["content-type"] = "image/jpeg";
            signer.Sign(request, config, new RequestMetrics(), credentials);
        };
    }

    private static void Repeat(Action action, int count)
    {
        for (var i = 0; i < count; i++) action();
    }

    private static long Allocated(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Repeat(action, 1000);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / 1000;
    }

    private sealed class NoRequest : AmazonWebServiceRequest;
}
