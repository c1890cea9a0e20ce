extern alias service;

using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using service::RoomTypes.Hosting;
using service::RoomTypes.Recognition;

namespace RoomTypes.Tests.Signatures;

/// <summary>The service on a free port of this machine, which takes signed requests only.</summary>
internal sealed class SignedService : IAsyncDisposable
{
    public const string Id = "AKIDEXAMPLE";
    public const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    public const string TemporaryId = "ASIAEXAMPLE";
    public const string Token = "a-token/+=";

    private readonly WebApplication _app;
    private readonly string _folder;

    private SignedService(WebApplication app, string folder) => (_app, _folder) = (app, folder);

    public Uri Address => new(_app.Urls.Single());

    /// <summary>Starts it with settings such as "Http:EntityFromCaller=true".</summary>
    public static async Task<SignedService> StartAsync(params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var keys = Path.Combine(folder, "keys.json");
        await File.WriteAllTextAsync(keys, $$"""{"keys":[{"name":"robot-1","accessKeyId":"{{Id}}","secretAccessKey":"{{Secret}}"},{"name":"robot-2","accessKeyId":"{{TemporaryId}}","secretAccessKey":"{{Secret}}","sessionToken":"{{Token}}"}]}""");
        var app = ServiceHost.Build([
            "--urls", "http://127.0.0.1:0", "--RoomType:Events:Store=none", "--RoomType:Http:Signatures=required", $"--RoomType:Http:SignatureKeys={keys}",
            .. settings.Select(setting => $"--RoomType:{setting}")]);
        await app.StartAsync();
        await app.Services.GetRequiredService<RecognitionService>().LoadModelsAsync();
        return new(app, folder);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
