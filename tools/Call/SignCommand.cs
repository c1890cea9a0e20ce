using System.CommandLine;
using System.Security.Cryptography;
using RoomTypes.Signing;

namespace RoomTypes.Calling;

/// <summary>./run sign: prints what makes a request a signed one.</summary>
internal static class SignCommand
{
    private const string Service = global::Calling.GatewayAddress.Service;

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var method = new Argument<string>("METHOD") { Description = "GET, POST, ..." };
        var url = new Argument<string>("URL") { Description = "The whole address that is asked" };
        var region = new Option<string?>("--region") { Description = "The AWS region; default: the one that an address of execute-api names" };
        var service = new Option<string>("--service") { Description = "The service", DefaultValueFactory = _ => Service };
        var profile = new Option<string?>("--profile") { Description = "The AWS profile to sign with; default: the environment's credentials" };
        var body = new Option<string?>("--body") { Description = "The file that is sent" };
        var type = new Option<string?>("--content-type") { Description = "Its content type, which is signed and must be sent as it is" };
        var presign = new Option<int?>("--presign") { Description = "Print an address that is good for this many seconds (up to 604800) instead of headers" };
        var command = new Command("sign", "Prints the headers of a signed request, for curl -H @-, or a presigned address.") { method, url, region, service, profile, body, type, presign };
        command.SetAction(async (arguments, cancellation) =>
        {
            var target = Target.Read(arguments.GetRequiredValue(url), arguments.GetValue(region), arguments.GetValue(profile));
            var signer = new SigV4Signer(await target.Credentials.GetAsync(cancellation), target.Region ?? throw new CallException($"'{target.Address}' names no AWS region; name it with --region."), arguments.GetRequiredValue(service));
            var (verb, contentType) = (arguments.GetRequiredValue(method).ToUpperInvariant(), arguments.GetValue(type));
            var hash = await HashAsync(arguments.GetValue(body), cancellation);
            if (arguments.GetValue(presign) is { } seconds)
            {
                if (seconds is < 1 or > 604_800) throw new CallException($"--presign is '{seconds}'; allowed is 1 to 604800 seconds.");
                Console.WriteLine(signer.Presign(verb, target.Address, TimeSpan.FromSeconds(seconds), DateTimeOffset.UtcNow, hash, contentType: contentType).AbsoluteUri);
                return;
            }

            using var request = new HttpRequestMessage(new HttpMethod(verb), target.Address);
            if (contentType is not null) request.Content = new ByteArrayContent([]) { Headers = { { "Content-Type", contentType } } };
            signer.Sign(request, hash, DateTimeOffset.UtcNow);
            foreach (var (name, values) in request.Headers.NonValidated) Console.WriteLine($"{name}: {values}");
            if (contentType is not null) Console.WriteLine($"content-type: {contentType}");
        });
        return command;
    }

    private static async Task<string> HashAsync(string? path, CancellationToken cancellation)
    {
        if (path is null) return SigV4.EmptyPayloadHash;
        if (!File.Exists(path)) throw new CallException($"--body is '{path}', which is no file.");
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
    }
}
