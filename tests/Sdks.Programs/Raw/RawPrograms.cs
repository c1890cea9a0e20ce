using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Pulumirpc;

namespace Sdks.Programs.Raw;

/// <summary>Programs that speak to the engine without an SDK; they print what it answers.</summary>
internal static class RawPrograms
{
    private const string Register = "ResourceMonitor/RegisterResource";

    public static IReadOnlyDictionary<string, Func<Task<int>>> All { get; } = new Dictionary<string, Func<Task<int>>>
    {
        ["raw-duplicate"] = Duplicate,
        ["raw-orphan"] = Orphan,
        ["raw-missing-dependency"] = MissingDependency,
        ["raw-cycle"] = Cycle,
        ["raw-unknown-provider"] = UnknownProvider,
        ["raw-protocol"] = Protocol,
        ["raw-complete-twice"] = CompleteTwice,
        ["raw-plain-values"] = PlainValues,
        ["raw-early"] = Early,
        ["raw-hang"] = Hang,
        ["raw-exit"] = Exit,
        ["raw-throw"] = () => throw new InvalidOperationException("thrown on purpose"),
        ["raw-environment"] = EnvironmentVariables,
        ["raw-thousand"] = Thousand,
        ["raw-list"] = Listed,
    };

    private static async Task<int> Duplicate()
    {
        using var monitor = WireClient.Monitor();
        var stack = await RootAsync(monitor);
        await SayAsync(monitor, Register, Thing(stack, "a"));
        await SayAsync(monitor, Register, Thing(stack, "a"));
        await SayAsync(monitor, Register, Thing(stack, "b"));
        return 1;
    }

    private static async Task<int> Orphan()
    {
        using var monitor = WireClient.Monitor();
        await RootAsync(monitor);
        await SayAsync(monitor, Register, Thing("urn:pulumi:dev::wire::test:index:Nobody::x", "a"));
        return 1;
    }

    private static async Task<int> MissingDependency()
    {
        using var monitor = WireClient.Monitor();
        var stack = await RootAsync(monitor);
        var thing = Thing(stack, "a");
        thing.Dependencies.Add("urn:pulumi:dev::wire::test:index:Thing::b");
        await SayAsync(monitor, Register, thing);
        return await CompleteAsync(monitor, stack);
    }

    private static async Task<int> Cycle()
    {
        using var monitor = WireClient.Monitor();
        var stack = await RootAsync(monitor);
        foreach (var (name, other) in new[] { ("a", "b"), ("b", "c"), ("c", "a") })
        {
            var thing = Thing(stack, name);
            thing.Dependencies.Add($"urn:pulumi:dev::wire::test:index:Thing::{other}");
            await SayAsync(monitor, Register, thing);
        }
        return await CompleteAsync(monitor, stack);
    }

    private static async Task<int> UnknownProvider()
    {
        using var monitor = WireClient.Monitor();
        var stack = await RootAsync(monitor);
        var thing = Thing(stack, "a");
        thing.Provider = "urn:pulumi:dev::wire::pulumi:providers:test::mine::7";
        await SayAsync(monitor, Register, thing);
        return 1;
    }

    /// <summary>What the transport must refuse, and how.</summary>
    private static async Task<int> Protocol()
    {
        using var monitor = WireClient.Monitor();
        using var engine = WireClient.Engine();
        await SayAsync(monitor, "ResourceMonitor/Nonsense", new Empty());
        await SayAsync(monitor, "Engine/Log", new LogRequest { Message = "wrong port" });
        await SayAsync(engine, "Engine/Log", new LogRequest { Message = "right port: 100 % of it ✓" });
        await SayAsync(monitor, Register, new RegisterResourceRequest { Type = "notatoken", Name = "a", Custom = true });
        await SayAsync(monitor, Register, new RegisterResourceRequest { Type = "t:t:T", Name = "ü %", Parent = "no urn" });
        await SayAsync(monitor, Register, new RegisterResourceRequest { Type = "t:t:T", Name = "a", CustomTimeouts = new() { Create = "soon" } });
        await SayAsync(monitor, "ResourceMonitor/Invoke", new ResourceInvokeRequest { Tok = "test:index/get:get", Args = new Struct() });
        await SayAsync(monitor, "ResourceMonitor/Invoke", new ResourceInvokeRequest { Tok = "test:index/get:get", Args = new Struct { Fields = { ["kindless"] = new Value() } } });
        var stack = await RootAsync(monitor);
        return await CompleteAsync(monitor, stack);
    }

    private static async Task<int> CompleteTwice()
    {
        using var monitor = WireClient.Monitor();
        var stack = await RootAsync(monitor);
        await CompleteAsync(monitor, stack);
        await CompleteAsync(monitor, stack);
        return 0;
    }

    /// <summary>A client of old, which takes neither secrets nor references.</summary>
    private static async Task<int> PlainValues()
    {
        using var monitor = WireClient.Monitor();
        var stack = await RootAsync(monitor);
        var thing = Thing(stack, "a");
        thing.Object = Struct.Parser.ParseJson("""
            {
              "secret": { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": "s3cret" },
              "reference": { "4dabf18193072939515e22adb298388d": "5cf8f73096256a8f31e491e813e4eb8e", "urn": "urn:pulumi:dev::wire::t:t:T::b", "id": "b-1" },
              "component": { "4dabf18193072939515e22adb298388d": "5cf8f73096256a8f31e491e813e4eb8e", "urn": "urn:pulumi:dev::wire::t:t:C::c" },
              "output": { "4dabf18193072939515e22adb298388d": "d0e6a833031e9bbcd3f4e8bde6ca49a4", "value": [1, 2], "dependencies": [] }
            }
            """);
        var answer = await monitor.CallAsync<RegisterResourceResponse>(Register, thing);
        Console.WriteLine(answer.Object);
        return await CompleteAsync(monitor, stack);
    }

    private static async Task<int> Early()
    {
        using var monitor = WireClient.Monitor();
        await RootAsync(monitor);
        Console.WriteLine("leaving early");
        return 0;
    }

    private static async Task<int> Hang()
    {
        using var monitor = WireClient.Monitor();
        await RootAsync(monitor);
        Console.WriteLine("waiting for ever");
        await Task.Delay(Timeout.Infinite);
        return 0;
    }

    private static Task<int> Exit()
    {
        Console.Error.WriteLine("leaving with 7");
        return Task.FromResult(7);
    }

    private static async Task<int> EnvironmentVariables()
    {
        foreach (var name in new[] { "ORGANIZATION", "PROJECT", "STACK", "ROOT_DIRECTORY", "PWD", "DRY_RUN", "QUERY_MODE", "PARALLEL", "CONFIG", "CONFIG_SECRET_KEYS", "INHERITED" })
            Console.WriteLine($"{name}={Environment.GetEnvironmentVariable("PULUMI_" + name)}");
        Console.WriteLine($"cwd={Environment.CurrentDirectory}");
        using var monitor = WireClient.Monitor();
        return await CompleteAsync(monitor, await RootAsync(monitor));
    }

    private static async Task<int> Thousand()
    {
        using var monitor = WireClient.Monitor();
        var stack = await RootAsync(monitor);
        await Parallel.ForEachAsync(Enumerable.Range(0, 1000), new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (i, _) => await monitor.CallAsync<RegisterResourceResponse>(Register, Thing(stack, $"thing-{i}")));
        return await CompleteAsync(monitor, stack);
    }

    /// <summary>Sends what the configuration lists: requests of each method in the protobuf JSON mapping.</summary>
    private static async Task<int> Listed()
    {
        using var monitor = WireClient.Monitor();
        var stack = await RootAsync(monitor);
        var config = JsonSerializer.Deserialize<Dictionary<string, string>>(Environment.GetEnvironmentVariable("PULUMI_CONFIG")!)!;
        foreach (var listed in JsonSerializer.Deserialize<JsonElement[]>(config["wire:requests"])!)
        {
            var text = listed.GetRawText();
            if (listed.TryGetProperty("tok", out _))
                await SayAsync(monitor, "ResourceMonitor/Invoke", ResourceInvokeRequest.Parser.ParseJson(text));
            else if (listed.TryGetProperty("id", out _))
                await SayAsync(monitor, "ResourceMonitor/ReadResource", ReadResourceRequest.Parser.ParseJson(text));
            else
                await SayAsync(monitor, Register, RegisterResourceRequest.Parser.ParseJson(text));
        }
        return await CompleteAsync(monitor, stack);
    }

    private static async Task<string> RootAsync(WireClient monitor)
    {
        var request = new RegisterResourceRequest { Type = "pulumi:pulumi:Stack", Name = "wire-dev" };
        return (await monitor.CallAsync<RegisterResourceResponse>(Register, request)).Urn;
    }

    private static async Task<int> CompleteAsync(WireClient monitor, string urn)
    {
        await SayAsync(monitor, "ResourceMonitor/RegisterResourceOutputs", new RegisterResourceOutputsRequest { Urn = urn, Outputs = new Struct() });
        return 0;
    }

    private static RegisterResourceRequest Thing(string parent, string name) =>
        new() { Type = "test:index:Thing", Name = name, Parent = parent, Custom = true, Object = new Struct() };

    private static async Task SayAsync(WireClient client, string method, Google.Protobuf.IMessage message)
    {
        var reply = await client.SendAsync(method, message);
        Console.WriteLine($"{method} {reply.Status} {(reply.InHeaders ? "headers" : "trailers")} {reply.Message}".TrimEnd());
    }
}
