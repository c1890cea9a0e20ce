using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Pulumi.Engine.Recording;
using RoomTypes.Events;
using RoomTypes.Events.Lake;
using RoomTypes.Hosting;
using Seams.Tests.Support;
using Stacks.Events.Lake;
using Glue = Stacks.Events.Lake.LakeTable;
using Written = RoomTypes.Events.Lake.LakeTable;

namespace Seams.Tests;

/// <summary>The lake that a stack makes is the one that the service writes and asks.</summary>
public class LakeTests
{
    private const string Account = "123456789012";
    private const string Region = "eu-central-1";

    public static TheoryData<string, string[]> Hosts => new()
    {
        { "lambda", [] },
        { "lambda", ["lambdaCapacity=managed", "lambdaMemoryMb=2048"] },
        { "fargate", [] },
        { "eks", [] },
        { "ec2", [] },
    };

    /// <summary>Hive's types of those in SQL that the service's reader and DuckDB see.</summary>
    [Fact]
    public void Tables_OfTheStack_AreThoseThatTheServiceWrites()
    {
        static string Type(string sql) => sql switch { "VARCHAR" => "string", "BIGINT" => "bigint", "DOUBLE" => "double", "VARBINARY" => "binary", _ => throw new ArgumentOutOfRangeException(nameof(sql), sql, null) };
        var written = Written.All.Select(table => (table.Kind, Columns: table.Columns.Select(column => (column.Name, Type(column.SqlType))).Append((Written.Written, "bigint")).ToList())).ToList();

        Assert.Equal(written.Select(table => table.Kind), Glue.All.Select(table => table.Kind));
        Assert.All(written.Zip(Glue.All), pair => Assert.Equal(pair.First.Columns, pair.Second.Columns));
        Assert.Equal(Written.Embeddings, Glue.Embeddings);
    }

    /// <summary>Each question that is named in Athena is the service's, or that of a figure, put together alike.</summary>
    [Fact]
    public async Task NamedQueries_OfTheStack_ArePutTogetherAsTheServiceDoes()
    {
        var ones = new[] { "first_day", "last_day", "from", "until", "by_day", "by_model", "by_variation", "by_room_type", "by_firmware", "by_site" }.ToDictionary(name => name, _ => (object)1);

        Assert.Equal(LakeSql.Of("kpi", ones).Sql, Regex.Replace(NamedQueries.Compose("kpi"), "@[a-z_]+", "1"));
        var named = (await Plans.OfAsync("dev", "lambda", "events=lake")).Inputs("aws:athena/namedQuery:NamedQuery").ToList();
        Assert.Equal(NamedQueries.Names.Count, named.Count);
        Assert.All(named, query => Assert.DoesNotContain("@", query.Text("query"), StringComparison.Ordinal));
        Assert.Contains(named, query => query.Text("name") == "kpi" && query.Text("query").Contains("WHERE dt BETWEEN date_format(current_date - INTERVAL '30' DAY, '%Y-%m-%d') AND date_format(current_date, '%Y-%m-%d')", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task Variables_OfEveryHost_NameTheLakeThatTheStackMakes(string backend, string[] changes)
    {
        var plan = await Plans.OfAsync("dev", backend, [.. changes, "events=lake", "lakeRetentionDays=60"]);
        var events = Events(plan, backend);
        var bucket = plan.Resource("aws:s3/bucket:Bucket", "events-lake").Outputs.Text("bucket");
        var workgroup = plan.Resource("aws:athena/workgroup:Workgroup", "lake");

        Assert.Equal((EventStoreKind.Lake, $"s3://{bucket}", 60, null), (events.Store, events.Lake, events.RetentionDays, events.Spool));
        Assert.Equal((plan.Resource("aws:glue/catalogDatabase:CatalogDatabase", "lake").Inputs.Text("name"), workgroup.Inputs.Text("name")), (events.AthenaDatabase, events.AthenaWorkgroup));
        Assert.Equal(30, events.EmbeddingDays);
        // What bootstrap lets roles write to, and whoever deploys make.
        Assert.StartsWith("events-lake-", bucket, StringComparison.Ordinal);
        var told = plan.StackOutputs.Fields["eventLake"].StructValue;
        Assert.Equal((events.Lake, events.AthenaDatabase, events.AthenaWorkgroup), (told.Text("address"), told.Text("database"), told.Text("workgroup")));
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task Key_OfNames_IsASecretWhereverItIs(string backend, string[] changes)
    {
        const string Key = "0123456789abcdef0123456789abcdef";
        var plan = await Plans.OfAsync("dev", backend, [.. changes, "events=lake", $"lakePseudonymKey={Key}"]);
        var container = Containers.Of(plan, backend);

        Assert.Contains("RoomType__Events__PseudonymKey", container.Secrets);
        var holders = plan.Resources.Where(resource => resource.Inputs.ToString().Contains(Key, StringComparison.Ordinal)).ToList();
        Assert.Equal([backend switch { "fargate" or "ec2" => "aws:secretsmanager/secretVersion:SecretVersion", "eks" => "kubernetes:core/v1:Secret", _ => "aws:lambda/function:Function" }], holders.Select(holder => holder.Type));
        Assert.All(holders, holder => Assert.Contains("1b47061264138c4ac30d75fd1eb44270", holder.Inputs.ToString(), StringComparison.Ordinal));
        Assert.Equal(Key, Events(plan, backend, ("RoomType__Events__PseudonymKey", Key)).PseudonymKey);
    }

    /// <summary>IAM's own order of policies, by its simulator: the role, and what bounds it.</summary>
    [Theory]
    [InlineData("lambda", "function")]
    [InlineData("fargate", "task")]
    [InlineData("eks", "pod")]
    [InlineData("ec2", "instance")]
    public async Task Service_OfEveryHost_WritesEventsAndAsksAndNothingElse(string backend, string role)
    {
        var plan = await Plans.OfAsync("dev", backend, "events=lake");
        var bucket = plan.Resource("aws:s3/bucket:Bucket", "events-lake").Outputs.Text("arn");
        var (key, workgroup) = (plan.Resource("aws:kms/key:Key", "key").Outputs.Text("arn"), plan.Resource("aws:athena/workgroup:Workgroup", "lake").Outputs.Text("arn"));
        var boundary = Assert.Single((await Plans.OfAccountAsync("dev")).Resources, resource => resource.Type == "aws:iam/policy:Policy").Inputs.Json("policy");
        var policy = plan.Resource("aws:iam/rolePolicy:RolePolicy", role).Inputs.Json("policy");
        AccessRequest Ask(string action, string resource, params (string Key, string Value)[] context) => new($"arn:aws:iam::{Account}:role/{role}-1234567", action, resource, Account)
        {
            IdentityPolicy = policy,
            Boundary = boundary,
            Context = context.Append(("aws:RequestedRegion", Region)).ToDictionary(pair => pair.Item1, pair => pair.Item2),
        };
        AccessRequest AskKey(string through) => Ask("kms:GenerateDataKey", key, ("kms:ViaService", $"{through}.{Region}.amazonaws.com")) with { ResourcePolicy = plan.Resource("aws:kms/key:Key", "key").Inputs.Json("policy") };

        Assert.Equal([true, true, true, true, true, true, true, true, true], await Simulator.AnswerAsync(
            Ask("s3:PutObject", $"{bucket}/events/kind=prediction/dt=2026-11-29/hour=13/a-1.parquet"),
            Ask("s3:PutObject", $"{bucket}/documents/drift/room-type@2.json"),
            Ask("s3:GetObject", $"{bucket}/documents/drift/room-type@2.json"),
            Ask("s3:ListBucket", bucket),
            AskKey("s3"),
            Ask("athena:StartQueryExecution", workgroup),
            Ask("glue:GetTable", $"arn:aws:glue:{Region}:{Account}:table/room_type_dev/prediction"),
            Ask("s3:GetObject", $"{bucket}/events/kind=prediction/dt=2026-11-29/hour=13/a-1.parquet"),
            Ask("s3:PutObject", $"{bucket}/results/1.csv")));
        Assert.Equal([false, false, false, false, false], await Simulator.AnswerAsync(
            Ask("s3:DeleteObject", $"{bucket}/events/kind=prediction/dt=2026-11-29/hour=13/a-1.parquet"),
            Ask("s3:PutObject", "arn:aws:s3:::events-lake-other/events/kind=prediction/a-1.parquet"),
            AskKey("secretsmanager"),
            Ask("athena:StartQueryExecution", $"arn:aws:athena:{Region}:{Account}:workgroup/primary"),
            Ask("glue:GetTable", $"arn:aws:glue:{Region}:{Account}:table/other/prediction")));
    }

    [Fact]
    public async Task Readers_Policy_AsksAndKeepersRewriteToo()
    {
        var plan = await Plans.OfAsync("dev", "lambda", "events=lake");
        var bucket = plan.Resource("aws:s3/bucket:Bucket", "events-lake").Outputs.Text("arn");
        var workgroup = plan.Resource("aws:athena/workgroup:Workgroup", "lake").Outputs.Text("arn");
        var told = plan.StackOutputs.Fields["eventLake"].StructValue;
        AccessRequest Ask(string policy, string action, string resource) => new($"arn:aws:iam::{Account}:role/analyst", action, resource, Account) { IdentityPolicy = told.Json(policy) };

        Assert.Equal([true, true, true, false, true, true], await Simulator.AnswerAsync(
            Ask("readers", "athena:GetNamedQuery", workgroup),
            Ask("readers", "s3:GetObject", $"{bucket}/events/kind=metric/dt=2026-11-29/hour=13/a-1.parquet"),
            Ask("readers", "s3:ListBucket", bucket),
            Ask("readers", "s3:DeleteObject", $"{bucket}/events/kind=metric/dt=2026-11-29/hour=13/a-1.parquet"),
            Ask("keepers", "s3:DeleteObject", $"{bucket}/events/kind=metric/dt=2026-11-29/hour=13/a-1.parquet"),
            Ask("keepers", "athena:StartQueryExecution", workgroup)));
    }

    private static EventOptions Events(RunResult plan, string backend, params (string Key, string Value)[] secrets)
    {
        var container = Containers.Of(plan, backend);
        var variables = container.Environment.Where(pair => !container.Secrets.Contains(pair.Key)).Concat(secrets.Select(secret => KeyValuePair.Create(secret.Key, secret.Value)));
        return ServiceOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(variables.Select(pair => KeyValuePair.Create(pair.Key.Replace("__", ":", StringComparison.Ordinal), (string?)pair.Value))).Build()).Events;
    }
}
