using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using RoomTypes.Tests.Credentials;
using RoomTypes.Tests.Signatures;

namespace RoomTypes.Tests.Device;

/// <summary>The whole way of a robot: certificate, temporary credentials, a signed request with a picture over TLS.</summary>
public sealed class DeviceExampleTests : IDisposable
{
    private readonly string _folder = DeviceLibrary.NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task PostPicture_ByTheCertificateOfAThing_IsAnswered()
    {
        var example = Path.Combine(_folder, "post_picture");
        DeviceLibrary.Compiler("gcc", ["-D_POSIX_C_SOURCE=200809L", "-g", "-fsanitize=address,undefined", .. DeviceLibrary.Sources, Path.Combine(DeviceLibrary.Folder, "example", "post_picture.c"), "-o", example, "-lssl", "-lcrypto"]);
        await using var service = await SignedService.StartAsync("Http:EntityFromCaller=true");
        await using var provider = await CredentialsProvider.StartAsync(_ =>
            new { accessKeyId = SignedService.TemporaryId, secretAccessKey = SignedService.Secret, sessionToken = SignedService.Token, expiration = $"{DateTime.UtcNow.AddHours(1):yyyy-MM-dd'T'HH:mm:ss'Z'}" });
        using var door = new TlsDoor(provider.Server, service.Address.Port);
        var environment = new Dictionary<string, string>
        {
            ["RT_CA"] = Write("ca.pem", provider.Server.ExportCertificatePem()),
            ["RT_IOT_HOST"] = "localhost",
            ["RT_IOT_PORT"] = $"{provider.Address.Port}",
            ["RT_IOT_ALIAS"] = CredentialsProvider.Alias,
            ["RT_IOT_THING"] = CredentialsProvider.Thing,
            ["RT_IOT_CERT"] = Write("thing.pem", provider.Certificate.ExportCertificatePem()),
            ["RT_IOT_KEY"] = Write("thing.key", provider.Certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()),
        };
        string[] arguments = ["localhost", $"{door.Port}", "/v1/recognize", "eu-west-1", Path.Combine(AppContext.BaseDirectory, "Fixtures", "samples", "kitchen_1.jpg")];

        Assert.Matches("^200 .*ROOM_TYPE_KITCHEN", await RunAsync(example, arguments, environment));
        Assert.Matches("^403 .*entity_not_callers", await RunAsync(example, arguments, new(environment) { ["RT_ENTITY"] = "robot-1" }));
        Assert.StartsWith("200 ", await RunAsync(example, arguments, new(environment) { ["RT_ENTITY"] = "robot-2" }));
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static async Task<string> RunAsync(string program, string[] arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output + await errors;
    }

    /// <summary>Takes TLS off and hands on the rest, byte by byte.</summary>
    private sealed class TlsDoor : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly X509Certificate2 _certificate;
        private readonly int _target;

        public TlsDoor(X509Certificate2 certificate, int target)
        {
            (_certificate, _target) = (certificate, target);
            _listener.Start();
            _ = AcceptAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public void Dispose() => _listener.Dispose();

        private async Task AcceptAsync()
        {
            try
            {
                while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync());
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // The door is shut.
            }
        }

        private async Task ServeAsync(TcpClient caller)
        {
            using (caller)
            {
                using var service = new TcpClient();
                await using var tls = new SslStream(caller.GetStream());
                await tls.AuthenticateAsServerAsync(_certificate);
                await service.ConnectAsync(IPAddress.Loopback, _target);
                var there = tls.CopyToAsync(service.GetStream());
                await service.GetStream().CopyToAsync(tls);
                await tls.ShutdownAsync();
            }
        }
    }
}
