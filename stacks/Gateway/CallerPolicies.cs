using Pulumi;
using Stacks.Configuration;
using Stacks.Conventions;
using Stacks.Iam;

namespace Stacks.Gateway;

/// <summary>Who may call: what the API itself says, and what a caller's role has to say.</summary>
internal static class CallerPolicies
{
    private const string Invoke = "execute-api:Invoke";

    /// <summary>
    /// The API's resource policy. Accounts are allowed, which leaves it to their policies who of them; what does not come from where it
    /// has to is denied. https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
    /// </summary>
    public static Output<string> Resource(GatewaySettings gateway, Output<string> account, Output<string> executionArn, Output<string>? ownEndpoint)
    {
        var everything = new InputList<string> { Output.Format($"{executionArn}/*") };
        var statements = new List<Statement>
        {
            new("AccountsDecideByIam") { Principals = ("AWS", Accounts(gateway, account)), Actions = [Invoke], Resources = everything },
        };
        if (gateway.Organization is { } organization)
            statements.Add(OfOrganization(organization, account, everything));
        if (gateway.Cidrs.Count > 0)
            statements.Add(Deny("OnlyFromTheseAddresses", "NotIpAddress", gateway.Private ? "aws:VpcSourceIp" : "aws:SourceIp", [.. gateway.Cidrs], everything));
        if (gateway.VpcEndpoints.Count > 0 || ownEndpoint is not null)
            statements.Add(OnlyThrough(gateway, ownEndpoint, everything));
        return PolicyDocument.Of([.. statements]);
    }

    /// <summary>The policy of a private domain, through which nobody comes that it does not name: whoever comes through the endpoints, as the API decides who may call.</summary>
    public static Output<string> ThroughEndpoints(GatewaySettings gateway, Output<string> ownEndpoint)
    {
        // Of this domain, whose ARN is not known before it has a policy.
        var everything = new InputList<string> { "execute-api:/*" };
        return PolicyDocument.Of(
            new Statement("TheApiDecides") { Principals = ("AWS", new InputList<string> { "*" }), Actions = [Invoke], Resources = everything },
            OnlyThrough(gateway, ownEndpoint, everything));
    }

    /// <summary>What a caller's role needs: the operations for callers, of this API and stage.</summary>
    public static Output<string> ForCallers(GatewaySettings gateway, Output<string> executionArn) => PolicyDocument.Of(Of("CallsRoomTypes", executionArn, Routes.ForCallers(gateway)));

    /// <summary>Leave to call some operations of this API and stage.</summary>
    public static Statement Of(string sid, Output<string> executionArn, IEnumerable<Route> routes) => new(sid)
    {
        Actions = [Invoke],
        Resources = [.. routes.Select(route => Output.Format($"{executionArn}/{RestGateway.StageName}/{route.Method}{Pattern(route)}"))],
    };

    private static InputList<string> Accounts(GatewaySettings gateway, Output<string> account)
    {
        var principals = new InputList<string> { Output.Format($"arn:{Partition.Current.Name}:iam::{account}:root") };
        foreach (var other in gateway.Accounts)
            principals.Add($"arn:{Partition.Current.Name}:iam::{other}:root");
        return principals;
    }

    // Of other accounts a policy of their own has to allow it too; the stack's own account is named above.
    private static Statement OfOrganization(string organization, Output<string> account, InputList<string> resources) => new("AccountsOfTheOrganization")
    {
        Principals = ("AWS", new InputList<string> { "*" }),
        Actions = [Invoke],
        Resources = resources,
        Conditions =
        [
            ("StringEquals", "aws:PrincipalOrgID", new InputList<string> { organization }),
            ("StringNotEquals", "aws:PrincipalAccount", new InputList<string> { account }),
        ],
    };

    private static Statement OnlyThrough(GatewaySettings gateway, Output<string>? ownEndpoint, InputList<string> resources)
    {
        var endpoints = new InputList<string>();
        foreach (var endpoint in gateway.VpcEndpoints)
            endpoints.Add(endpoint);
        if (ownEndpoint is not null)
            endpoints.Add(ownEndpoint);
        return Deny("OnlyThroughTheseEndpoints", "StringNotEquals", "aws:SourceVpce", endpoints, resources);
    }

    private static Statement Deny(string sid, string @operator, string key, InputList<string> values, InputList<string> resources) => new(sid)
    {
        Allow = false,
        Principals = ("AWS", new InputList<string> { "*" }),
        Actions = [Invoke],
        Resources = resources,
        Conditions = [(@operator, key, values)],
    };

    private static string Pattern(Route route) => route.Parts.Count > 0 ? string.Concat(route.Parts.Select(part => part.StartsWith('{') ? "/*" : $"/{part}")) : "/";
}
