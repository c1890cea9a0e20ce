using System.Globalization;
using Pulumi.Engine.Hazards;
using Pulumi.Engine.Projects;

namespace Pulumi.Engine.Commands;

/// <summary>The command line of <c>preview</c>.</summary>
internal sealed record Arguments(
    string Stack, bool Json, bool Markdown, string? Diff, IReadOnlyDictionary<string, string> Config, RunMode Mode, string Project, string? Program, TimeSpan Timeout,
    bool RunsPolicies, string? Policies, string? PolicyProgram, IReadOnlyList<(string Folder, string? Config)> PolicyPacks, IReadOnlyDictionary<string, string> FromConfig, string? From, bool Destroy, IReadOnlyList<HazardKind> FailOn)
{
    public const string Usage = """
        usage: preview STACK [--json|--markdown] [--diff OTHER] [--config KEY=VALUE]... [--update] [--project FOLDER] [--program FILE] [--timeout SECONDS]
                              [--no-policies] [--policies FOLDER] [--policy-program FILE] [--policy-pack FOLDER [--policy-pack-config FILE]]...
                              [--from FILE] [--from-config KEY=VALUE]... [--destroy] [--fail-on KINDS]

          STACK              a stack that has a file Pulumi.STACK.yaml
          --json             print the recorded plan (with --diff: the difference) as JSON
          --markdown         print steps and hazards for a comment on a pull request; with --from, --destroy, or --diff where OTHER is STACK
          --diff OTHER       print what changes from STACK to OTHER
          --config KEY=VALUE another value than the stack's file has; with --diff, of OTHER: preview dev --diff dev --config k=v
          --update           answer as an update, with made-up ids and ARNs, instead of a preview
          --project FOLDER   the folder of Pulumi.yaml; default: this one
          --program FILE     the built program (.dll or executable); default: dotnet run --no-build in the project's main folder
          --timeout SECONDS  stop the program after that long; default 60
          --no-policies      do not run policy packs (--diff and --destroy run none either)
          --from FILE        tell the steps and hazards from what is deployed: what `pulumi stack export` writes; - is standard input
          --from-config KEY=VALUE  with --diff, another value of STACK, that is of what is there before
          --destroy          print the steps and hazards of `pulumi destroy`: of what --from has, else of all that STACK makes
          --fail-on KINDS    exit with 3 on hazards of these kinds: of lost, refused, stuck, down, joined by commas. Hazards are told with
                             --from, with --destroy, and with --diff where OTHER is STACK
          --policies FOLDER  the folder of policy packs and their config/STACK.json; default: policies beside Pulumi.yaml, if any
          --policy-program FILE  the built program (.dll) of the packs in that folder, which run in this process; default: each is started
                             as the Pulumi CLI does
          --policy-pack FOLDER  another policy pack of any runtime, started as the Pulumi CLI does; several times for several
          --policy-pack-config FILE  the configuration of the --policy-pack before it

        Nothing is deployed, no cloud is read, no credentials are used.
        """;

    private static readonly string[] WithValue = ["--config", "--diff", "--project", "--program", "--timeout", "--policies", "--from", "--from-config", "--fail-on", "--policy-program", "--policy-pack", "--policy-pack-config"];
    private static readonly string[] Flags = ["--json", "--markdown", "--update", "--no-policies", "--destroy"];

    public static Arguments Parse(IReadOnlyList<string> arguments)
    {
        var values = new Dictionary<string, string>();
        var stacks = new List<string>();
        var config = new Dictionary<string, string>();
        var fromConfig = new Dictionary<string, string>();
        var packs = new List<(string Folder, string? Config)>();
        for (var i = 1; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (WithValue.Contains(argument))
            {
                var value = i + 1 < arguments.Count ? arguments[++i] : throw Wrong($"{argument} needs a value");
                if (argument is "--config" or "--from-config")
                    AddPair(argument == "--config" ? config : fromConfig, argument, value);
                else if (argument == "--policy-pack")
                    packs.Add((value, null));
                else if (argument == "--policy-pack-config")
                    Configure(packs, value);
                else
                    values[argument] = value;
            }
            else if (Flags.Contains(argument))
                values[argument] = "";
            else if (argument.StartsWith('-'))
                throw Wrong($"unknown option '{argument}'");
            else
                stacks.Add(argument);
        }
        if (arguments is not ["preview", ..])
            throw Wrong(arguments.Count == 0 ? "no command given" : $"unknown command '{arguments[0]}'");
        if (stacks.Count != 1)
            throw Wrong($"expected one stack, got {stacks.Count}");
        if (values.ContainsKey("--from") && values.ContainsKey("--diff"))
            throw Wrong("--from and --diff both say what is there before: give one of them");
        if (values.ContainsKey("--destroy") && values.ContainsKey("--diff"))
            throw Wrong("--destroy ends with nothing, and --diff with another stack: give one of them");
        if (fromConfig.Count > 0 && !values.ContainsKey("--diff"))
            throw Wrong("--from-config is of what --diff starts from: give --diff, too");
        if (values.ContainsKey("--markdown") && (values.ContainsKey("--json") || !(values.ContainsKey("--from") || values.ContainsKey("--destroy") || values.GetValueOrDefault("--diff") == stacks[0])))
            throw Wrong($"--markdown tells steps and hazards: say what is there before with --from FILE, --destroy or --diff {stacks[0]}, and leave --json out");
        return new Arguments(
            stacks[0],
            values.ContainsKey("--json"),
            values.ContainsKey("--markdown"),
            values.GetValueOrDefault("--diff"),
            config,
            values.ContainsKey("--update") || values.ContainsKey("--destroy") ? RunMode.Update : RunMode.Preview,
            values.GetValueOrDefault("--project", "."),
            values.GetValueOrDefault("--program"),
            Seconds(values.GetValueOrDefault("--timeout", "60")),
            !values.ContainsKey("--no-policies") && !values.ContainsKey("--diff") && !values.ContainsKey("--destroy"),
            values.GetValueOrDefault("--policies"),
            values.GetValueOrDefault("--policy-program"),
            packs,
            fromConfig,
            values.GetValueOrDefault("--from"),
            values.ContainsKey("--destroy"),
            Kinds(values.GetValueOrDefault("--fail-on")));
    }

    private static void AddPair(Dictionary<string, string> config, string option, string pair) =>
        config[pair.IndexOf('=') is > 0 and var end ? pair[..end] : throw Wrong($"{option} {pair}: expected KEY=VALUE")] = pair[(pair.IndexOf('=') + 1)..];

    private static void Configure(List<(string Folder, string? Config)> packs, string file)
    {
        if (packs.Count == 0)
            throw Wrong("--policy-pack-config is of the --policy-pack before it: give that first");
        packs[^1] = (packs[^1].Folder, file);
    }

    private static HazardKind[] Kinds(string? text) => text is null ? [] : [.. text.Split(',').Select(kind =>
        Enum.TryParse<HazardKind>(kind, ignoreCase: true, out var known) && !char.IsDigit(kind[0]) ? known : throw Wrong($"--fail-on {text}: '{kind}' is not known; allowed are lost, refused, stuck and down"))];

    private static TimeSpan Seconds(string text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 86_400
            ? TimeSpan.FromSeconds(seconds)
            : throw Wrong($"--timeout {text}: expected seconds, more than 0 and at most 86400");

    private static ProjectException Wrong(string problem) => new($"{problem}{Environment.NewLine}{Environment.NewLine}{Usage}");
}
