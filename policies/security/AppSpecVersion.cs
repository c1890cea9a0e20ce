using System.Text.RegularExpressions;
using Policies.Support;
using Pulumi.Policy;
using static Policies.Support.Checks;

namespace Policies.Security;

internal static partial class AppSpecVersion
{
    private const string Output = "releaseCommand";

    public static StackValidationPolicy Policy { get; } = Rules.Stack(
        "appspec-version",
        "Releases by CodeDeploy say version \"0.0\" in their AppSpec, a text: CodeDeploy refuses a number, when the release begins.",
        context => Each(context.Resources.OfType("pulumi:pulumi:Stack"), stack =>
        {
            var command = stack.Props[Output].Text();
            if (command.Contains("AppSpecContent", StringComparison.Ordinal) && !Version().IsMatch(command))
                context.Report($"the AppSpec in output {Output} must have the version \"0.0\", a text", stack);
        }));

    // JSON within JSON: its quotes are escaped, by a backslash or by their code.
    [GeneratedRegex("""(\\+u0022|\\*")version(\\+u0022|\\*")\s*:\s*(\\+u0022|\\*")0\.0(\\+u0022|\\*")""")]
    private static partial Regex Version();
}
