namespace Pulumi.Engine.Policies;

/// <summary>Starts packs of Node.js, through the entry point that the engine uses.</summary>
internal static class NodePack
{
    private static readonly string Runner = Path.Combine("@pulumi", "pulumi", "cmd", "run-policy-pack", "index.js");

    /// <exception cref="PolicyPackException">The pack's dependencies are not installed.</exception>
    public static PackCommand Command(PolicyPackOptions options)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "end-with-engine.cjs");
        var start = PackCommand.Redirected("node", ["--require", script, Path.Combine(FindModules(options.Folder), Runner), PackProcess.EngineAddress, "."], options.Folder);
        foreach (var inherited in start.Environment.Keys.Where(key => key.StartsWith("PULUMI_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(inherited);
        foreach (var (name, value) in options.Variables())
            start.Environment[name] = value;
        return new PackCommand(start, EndsWithInput: true);
    }

    /// <summary>Node's own way to a module: the nearest node_modules folder upwards that has it.</summary>
    private static string FindModules(string folder)
    {
        for (var candidate = new DirectoryInfo(Path.GetFullPath(folder)); candidate is not null; candidate = candidate.Parent)
        {
            var modules = Path.Combine(candidate.FullName, "node_modules");
            if (File.Exists(Path.Combine(modules, Runner)))
                return modules;
        }
        throw new PolicyPackException($"the dependencies of the policy pack in {folder} are not installed: run 'npm ci' in the folder of its package-lock.json");
    }
}
