using System.Text.RegularExpressions;
using Policies.Support;
using Pulumi.Policy;

namespace Policies.Security;

/// <summary>What a statement of an IAM document allows.</summary>
internal static partial class IamStatement
{
    /// <summary>
    /// Reports what a statement allows to everybody, on everything or by every action. A statement that denies may be as wide as it
    /// likes. In a key's own policy "*" means the key, and the account's root may do all with it: AWS demands that.
    /// </summary>
    public static void Check(PropertyValue statement, string type, IamNoWildcardOptions config, Action<string> report)
    {
        if (statement["Effect"].AsString != "Allow")
            return;
        var ofKey = type == "aws:kms/key:Key";
        List<string> actions = [.. statement["Action"].Many().Select(action => action.Text())];
        if (statement["NotAction"].IsTruthy || (!(ofKey && IsRoot(statement["Principal"])) && actions.Exists(action => IsWild(action, config))))
            report("Action must name actions: no wildcard, no NotAction");
        var scoped = actions.Exists(action => !config.UnscopedActions.Contains(action));
        if (statement["NotResource"].IsTruthy || (!ofKey && scoped && statement["Resource"].Many().Any(IsEverything)))
            report("Resource must name resources: no '*', no NotResource");
        if (statement["NotPrincipal"].IsTruthy || (!statement["Condition"].IsTruthy && Principals(statement["Principal"]).Contains("*")))
            report("Principal must be named, or the statement have a Condition");
    }

    private static bool IsWild(string action, IamNoWildcardOptions config) => action.Contains('*', StringComparison.Ordinal) && !config.WildcardActions.Contains(action);

    /// <summary>"*", or an ARN whose resource part is "*".</summary>
    private static bool IsEverything(PropertyValue resource) => resource.Text() == "*" || WholeArn().IsMatch(resource.Text());

    private static bool IsRoot(PropertyValue principal) => Principals(principal).All(arn => RootArn().IsMatch(arn));

    private static IEnumerable<string> Principals(PropertyValue principal) =>
        (principal.Kind == PropertyKind.Map ? principal.Keys.SelectMany(kind => principal[kind].Many()) : principal.Many()).Select(one => one.Text());

    [GeneratedRegex(@"^arn:(?:[^:]*:){4}\*\z")]
    private static partial Regex WholeArn();

    [GeneratedRegex(@"^arn:aws[A-Za-z0-9_-]*:iam::[0-9]{12}:root\z")]
    private static partial Regex RootArn();
}
