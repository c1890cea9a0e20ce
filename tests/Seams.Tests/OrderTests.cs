using Pulumi.Engine.Recording;
using Seams.Tests.Support;

namespace Seams.Tests;

/// <summary>What waits for what, and is therefore removed before it: Pulumi orders by the dependencies that a program declares, and by nothing else.</summary>
public class OrderTests
{
    private static readonly string[] Rights = ["aws:iam/rolePolicy:RolePolicy", "aws:iam/rolePolicyAttachment:RolePolicyAttachment"];

    public static TheoryData<string, string, string[]> Every
    {
        get
        {
            var data = new TheoryData<string, string, string[]>();
            foreach (var row in Plans.Matrix)
                data.Add((string)row[0], (string)row[1], []);
            data.Add("dev", "lambda", ["lambdaCapacity=managed", "lambdaMemoryMb=2048", "events=postgres"]);
            data.Add("dev", "fargate", ["events=postgres", "eventsDatabase=Host=db"]);
            data.Add("dev", "ec2", ["events=postgres", "eventsDatabase=Host=db"]);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task Roles_Users_WaitForAllThatGivesThemTheirRights(string environment, string backend, string[] changes) =>
        AssertRightsFirst(await Plans.OfAsync(environment, backend, changes));

    [Fact]
    public async Task Roles_UsersInTheAccount_WaitForAllThatGivesThemTheirRights() =>
        AssertRightsFirst(await Plans.OfAccountAsync("prod", "githubRepository=example/rooms"));

    [Theory]
    [MemberData(nameof(Every))]
    public async Task Alarms_Composite_WaitsForThoseThatItNames(string environment, string backend, string[] changes)
    {
        var plan = await Plans.OfAsync(environment, backend, changes);
        var alarms = plan.Resources.Where(resource => resource.Type is "aws:cloudwatch/metricAlarm:MetricAlarm" or "aws:cloudwatch/compositeAlarm:CompositeAlarm").ToList();

        Assert.All(alarms.Where(alarm => alarm.Inputs.Fields.ContainsKey("alarmRule")), composite =>
        {
            var named = alarms.Where(alarm => composite.Inputs.Text("alarmRule").Contains($"ALARM(\"{alarm.Inputs.Text(alarm.Inputs.Fields.ContainsKey("alarmRule") ? "alarmName" : "name")}\")", StringComparison.Ordinal)).ToList();
            Assert.True(named.Count >= 2, composite.Inputs.Text("alarmRule"));
            Assert.Empty(named.Select(alarm => alarm.Urn).Except(composite.Dependencies));
        });
    }

    [Theory]
    [InlineData("fargate", "aws:ecs/service:Service")]
    [InlineData("eks", "aws:eks/cluster:Cluster")]
    [InlineData("ec2", "aws:autoscaling/group:Group")]
    [InlineData("sagemaker", "aws:sagemaker/model:Model")]
    [InlineData("lambda", "aws:lambda/function:Function")]
    [InlineData("lambda", "aws:lambda/capacityProvider:CapacityProvider", "lambdaCapacity=managed", "lambdaMemoryMb=2048")]
    public async Task Network_WhatRunsInIt_WaitsForTheWaysToAws(string backend, string type, params string[] changes)
    {
        var plan = await Plans.OfAsync("dev", backend, [.. changes, "events=postgres"]);
        var user = Assert.Single(plan.Resources, resource => resource.Type == type);
        var groups = plan.Resources.Where(resource => resource.Type == "aws:ec2/securityGroup:SecurityGroup" && resource.Name is "tasks" or "instances" or "function" or "endpoint" or "endpoints" or "events").Select(resource => resource.Id).ToHashSet();
        // The cluster's pods wait for the database, not the cluster itself.
        if (backend == "eks")
            groups.ExceptWith(plan.Resources.Where(resource => resource.Type == "aws:ec2/securityGroup:SecurityGroup" && resource.Name == "events").Select(resource => resource.Id));
        var ways = plan.Resources.Where(resource =>
            resource.Type is "aws:ec2/vpcEndpoint:VpcEndpoint" or "aws:ec2/routeTableAssociation:RouteTableAssociation"
            || (resource.Type.StartsWith("aws:vpc/securityGroup", StringComparison.Ordinal) && groups.Contains(resource.Inputs.Text("securityGroupId")))).ToList();

        Assert.True(ways.Count > 6, $"only {ways.Count} ways");
        Assert.Empty(ways.Select(way => way.Urn).Except(user.Dependencies));
    }

    private static void AssertRightsFirst(RunResult plan)
    {
        var roles = plan.Resources.Where(resource => resource.Type == "aws:iam/role:Role").ToList();
        var users = plan.Resources.Where(resource => !Rights.Contains(resource.Type)).ToList();

        Assert.NotEmpty(roles);
        Assert.All(roles, role =>
        {
            var rights = plan.Resources.Where(resource => Rights.Contains(resource.Type) && Named(resource).Contains(role.Urn)).Select(resource => resource.Urn).ToList();
            var its = users.Where(user => Named(user).Contains(role.Urn)).ToList();
            Assert.All(its, user => Assert.Empty(rights.Except(user.Dependencies)));
        });
    }

    private static IEnumerable<string> Named(RecordedResource resource) => resource.PropertyDependencies.Values.SelectMany(urns => urns);
}
