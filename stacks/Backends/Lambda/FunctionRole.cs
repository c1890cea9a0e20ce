using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Iam;
using Pulumi.Aws.Iam.Inputs;

namespace Stacks.Backends.Lambda;

/// <summary>The role of the function: Lambda may take it on, and it may write to its log group and to nothing else.</summary>
internal static class FunctionRole
{
    public static Role Create(string name, LogGroup logs, Resource parent)
    {
        var lambda = new GetPolicyDocumentStatementPrincipalInputArgs { Type = "Service", Identifiers = { "lambda.amazonaws.com" } };
        var role = new Role(
            name,
            new RoleArgs
            {
                AssumeRolePolicy = Document(
                    parent,
                    new GetPolicyDocumentStatementInputArgs { Actions = { "sts:AssumeRole" }, Principals = { lambda } }),
            },
            new CustomResourceOptions { Parent = parent });
        _ = new RolePolicy(
            name,
            new RolePolicyArgs
            {
                Role = role.Name,
                Policy = Document(
                    parent,
                    new GetPolicyDocumentStatementInputArgs
                    {
                        Actions = { "logs:CreateLogStream", "logs:PutLogEvents" },
                        Resources = { Output.Format($"{logs.Arn}:*") },
                    }),
            },
            new CustomResourceOptions { Parent = role });
        return role;
    }

    private static Output<string> Document(Resource parent, GetPolicyDocumentStatementInputArgs statement) =>
        GetPolicyDocument.Invoke(new GetPolicyDocumentInvokeArgs { Statements = { statement } }, new InvokeOptions { Parent = parent })
            .Apply(document => document.Json);
}
