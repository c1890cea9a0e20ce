using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Npgsql;
using RoomTypes.Events;
using RoomTypes.Experiments;
using RoomTypes.Hosting;
using Seams.Tests.Support;

namespace Seams.Tests;

/// <summary>What the backends tell the service, read as the service reads it.</summary>
public class EnvironmentTests
{
    public static TheoryData<string, string> Matrix => Plans.Matrix;

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Variables_EveryBackend_BindThroughTheServicesOwnChecks(string environment, string backend)
    {
        var options = Options(await Plans.OfAsync(environment, backend), backend);

        Assert.Equal(4_500_000, options.Requests.MaxRequestBytes);
        Assert.Equal(25, options.Requests.TimeoutSeconds);
        Assert.Equal(128 * options.Inference.Workers, options.Inference.QueueCapacity);
        Assert.False(options.Evidently.Serve);
    }

    [Theory]
    [InlineData("dev", 1)]
    [InlineData("staging", 1)]
    [InlineData("prod", 2)]
    public async Task Workers_OnFargate_AreTheTasksVcpus(string environment, int workers) =>
        Assert.Equal(workers, Options(await Plans.OfAsync(environment, "fargate"), "fargate").Inference.Workers);

    [Fact]
    public async Task Workers_WhereTheLimitIsSeen_AreLeftToTheService()
    {
        Assert.DoesNotContain("RoomType__Inference__Workers", Containers.Of(await Plans.OfAsync("prod", "eks"), "eks").Environment.Keys);
        Assert.DoesNotContain("RoomType__Inference__Workers", Containers.Of(await Plans.OfAsync("prod", "lambda"), "lambda").Environment.Keys);
        Assert.DoesNotContain("RoomType__Inference__Workers", Containers.Of(await Plans.OfAsync("prod", "ec2"), "ec2").Environment.Keys);
        Assert.DoesNotContain("RoomType__Inference__Workers", Containers.Of(await Plans.OfAsync("prod", "sagemaker"), "sagemaker").Environment.Keys);
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Variables_OnEveryBackend_DifferInWorkersAndExperimentsOnly(string environment, string backend)
    {
        var here = Containers.Of(await Plans.OfAsync(environment, backend), backend).Environment;
        var there = Containers.Of(await Plans.OfAsync(environment, "eks"), "eks").Environment;

        Assert.Equal(Shared(there), Shared(here));
    }

    /// <summary>What a job's container is told binds, and leaves to the job what room it needs.</summary>
    [Theory]
    [InlineData("lambda")]
    [InlineData("eks")]
    public async Task Variables_OfAJob_BindThroughTheServicesOwnChecks(string backend)
    {
        var options = Options(await Plans.OfAsync("staging", backend, Plans.Jobs), "sagemaker");

        Assert.Equal((600, 4_500_000, 128 * options.Inference.Workers), (options.Requests.TimeoutSeconds, options.Requests.MaxRequestBytes, options.Inference.QueueCapacity));
        Assert.Equal((VariationSourceKind.None, EventStoreKind.None, "s3://rooms/models"), (options.Experiments.Source, options.Events.Store, options.Models.Source));
    }

    [Theory]
    [InlineData("fargate")]
    [InlineData("eks")]
    [InlineData("ec2")]
    [InlineData("sagemaker")]
    public async Task Cache_ThatContainersShare_IsReachedAsItsUserWithTls(string backend)
    {
        var plan = await Plans.OfAsync("prod", backend, "cache=redis");
        var (options, cache) = (Options(plan, backend).Cache, Assert.Single(plan.Resources, resource => resource.Type == "aws:elasticache/serverlessCache:ServerlessCache"));

        Assert.Equal(RoomTypes.Caching.CacheLevel.Redis, options.Level);
        Assert.EndsWith(",ssl=true", options.Redis.Connection, StringComparison.Ordinal);
        Assert.Equal((cache.Inputs.Text("name"), cache.Inputs.Text("userGroupId"), true), (options.Redis.IamCache, options.Redis.IamUser, options.Redis.IamServerless));
    }

    [Theory]
    [InlineData("fargate")]
    [InlineData("eks")]
    [InlineData("ec2")]
    public async Task Caller_BehindALoadBalancer_IsToldByTheGatewayInTheHeaderThatTheServiceReads(string backend)
    {
        var plan = await Plans.OfAsync("prod", backend);
        var header = Options(plan, backend).Requests.CallerHeader;

        Assert.NotNull(header);
        Assert.All(
            plan.Inputs("aws:apigateway/integration:Integration"),
            integration => Assert.Equal("context.identity.userArn", integration.Fields["requestParameters"].StructValue.Text($"integration.request.header.{header}")));
    }

    [Theory]
    [InlineData("fargate")]
    [InlineData("eks")]
    [InlineData("ec2")]
    [InlineData("sagemaker")]
    public async Task Entity_FromTheCaller_IsWhatTheServiceReads(string backend)
    {
        var plan = await Plans.OfAsync("prod", backend, "entityFromCaller=true");
        Assert.True(Options(plan, backend).Requests.EntityFromCaller);
    }

    /// <summary>Whose event holds what the caller wrote.</summary>
    [Fact]
    public async Task Caller_OfAFunction_IsNotReadFromAHeader() => Assert.Null(Options(await Plans.OfAsync("prod", "lambda"), "lambda").Requests.CallerHeader);

    [Theory]
    [InlineData("fargate", VariationSourceKind.AppConfig)]
    [InlineData("eks", VariationSourceKind.AppConfig)]
    [InlineData("ec2", VariationSourceKind.AppConfig)]
    [InlineData("lambda", VariationSourceKind.Local)]
    [InlineData("sagemaker", VariationSourceKind.Local)]
    public async Task Experiments_OfAppConfig_AreAskedOfTheAgentWhereOneRuns(string backend, VariationSourceKind source)
    {
        var plan = await Plans.OfAsync("prod", backend);
        var experiments = Options(plan, backend).Experiments;

        Assert.Equal(source, experiments.Source);
        if (source != VariationSourceKind.AppConfig)
            return;
        Assert.Equal("http://localhost:2772", experiments.AppConfig.Endpoint);
        Assert.Equal(Assert.Single(plan.Inputs("aws:appconfig/application:Application")).Text("name"), experiments.AppConfig.Application);
        Assert.Equal(Assert.Single(plan.Inputs("aws:appconfig/environment:Environment")).Text("name"), experiments.AppConfig.Environment);
        Assert.Equal(Assert.Single(plan.Inputs("aws:appconfig/configurationProfile:ConfigurationProfile")).Text("name"), experiments.AppConfig.Profile);
    }

    [Fact]
    public async Task Experiments_OfAppConfigsRuns_AreReadFromItsApiAndMayBe()
    {
        var plan = await Plans.OfAsync("staging", "fargate", "experimentRuns=true");
        var experiments = Options(plan, "fargate").Experiments;
        Assert.Equal(experiments.Feature, experiments.AppConfig.ExperimentDefinition);
        Assert.Equal($"https://appconfig.{experiments.AppConfig.Region}.amazonaws.com", experiments.AppConfig.ApiEndpoint);
        Assert.Contains(plan.Inputs("aws:ec2/vpcEndpoint:VpcEndpoint"), endpoint => endpoint.Text("serviceName") == $"com.amazonaws.{experiments.AppConfig.Region}.appconfig");
        Assert.Contains(plan.Resources, resource => $"{resource.Inputs}".Contains("appconfig:GetExperimentRun", StringComparison.Ordinal));
        // Everybody whom no run takes gets the control.
        var flags = Assert.Single(plan.Inputs("aws:appconfig/hostedConfigurationVersion:HostedConfigurationVersion")).Fields["content"].StructValue.Fields["value"].StringValue;
        Assert.Contains("room-type@2", flags, StringComparison.Ordinal);
        Assert.DoesNotContain("split", flags, StringComparison.Ordinal);
        Assert.DoesNotContain("room-type@3", flags, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Experiments_None_LeaveTheProductionModel() =>
        Assert.Equal(VariationSourceKind.None, Options(await Plans.OfAsync("dev", "lambda"), "lambda").Experiments.Source);

    [Fact]
    public async Task Experiments_Evidently_AreAskedOfTheirEndpoint()
    {
        var experiments = Options(await Plans.OfAsync("dev", "fargate", "experiments=evidently", "evidentlyEndpoint=https://evidently.example.com"), "fargate").Experiments;

        Assert.Equal(VariationSourceKind.Evidently, experiments.Source);
        Assert.Equal(("https://evidently.example.com", "room-type-dev", "eu-central-1"), (experiments.Evidently.Endpoint, experiments.Evidently.Project, experiments.Evidently.Region));
    }

    [Fact]
    public async Task Models_FromABucket_AreReadWithLeaveToReadThem()
    {
        var plan = await Plans.OfAsync("dev", "lambda", "modelSource=s3://rooms/models", """models=["room-type@2"]""", """pictureBuckets=["pictures"]""");
        var options = Options(plan, "lambda");

        Assert.Equal("s3://rooms/models", options.Models.Source);
        Assert.Equal(["room-type@2"], options.Models.Serve.Select(model => model.ToString()));
        Assert.Equal(["pictures"], options.Storage.PictureBuckets);
        var policy = plan.Resource("aws:iam/rolePolicy:RolePolicy", "function").Inputs.Text("policy");
        Assert.Contains("arn:aws:s3:::rooms/models/*", policy, StringComparison.Ordinal);
        Assert.Contains("arn:aws:s3:::pictures/*", policy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fargate")]
    [InlineData("eks")]
    [InlineData("ec2")]
    [InlineData("lambda")]
    [InlineData("lambda", "lambdaCapacity=managed", "lambdaMemoryMb=2048")]
    public async Task Events_Database_IsReachedByASecret(string backend, params string[] changes)
    {
        const string Connection = "Host=db.internal;Database=rooms;Username=rooms;Password=hidden";
        var plan = await Plans.OfAsync("dev", backend, [.. changes, "events=postgres", $"eventsDatabase={Connection}"]);
        var container = Containers.Of(plan, backend);

        Assert.Equal("postgres", container.Environment["RoomType__Events__Store"]);
        Assert.Contains("RoomType__Events__ConnectionString", container.Secrets);
        // Wherever it is, it is marked as a secret.
        var holders = plan.Resources.Where(resource => resource.Inputs.ToString().Contains("Password=hidden", StringComparison.Ordinal)).ToList();
        Assert.Equal([backend switch { "fargate" or "ec2" => "aws:secretsmanager/secretVersion:SecretVersion", "eks" => "kubernetes:core/v1:Secret", _ => "aws:lambda/function:Function" }], holders.Select(holder => holder.Type));
        Assert.All(holders, holder => Assert.Contains("1b47061264138c4ac30d75fd1eb44270", holder.Inputs.ToString(), StringComparison.Ordinal));
        Assert.DoesNotContain("Password=hidden", plan.StackOutputs.ToString(), StringComparison.Ordinal);
        var variables = container.Environment.Where(pair => !container.Secrets.Contains(pair.Key)).Append(KeyValuePair.Create("RoomType__Events__ConnectionString", Connection));
        Assert.Equal(Connection, ServiceOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(variables.Select(pair => KeyValuePair.Create(pair.Key.Replace("__", ":", StringComparison.Ordinal), (string?)pair.Value))).Build()).Events.ConnectionString);
    }

    [Theory]
    [InlineData("staging", "fargate")]
    [InlineData("prod", "eks")]
    [InlineData("prod", "ec2")]
    [InlineData("prod", "lambda")]
    [InlineData("staging", "lambda", "lambdaCapacity=managed", "lambdaMemoryMb=2048", "lambdaProvisionedConcurrency=0")]
    public async Task Events_OwnDatabase_IsReachedEncryptedWithTheSecretThatRdsRotates(string environment, string backend, params string[] changes)
    {
        var plan = await Plans.OfAsync(environment, backend, changes);
        var events = Options(plan, backend).Events;
        var cluster = Assert.Single(plan.Resources, resource => resource.Type == "aws:rds/cluster:Cluster").Outputs;

        Assert.Equal(EventStoreKind.Postgres, events.Store);
        var connection = new NpgsqlConnectionStringBuilder(events.ConnectionString);
        Assert.Equal((cluster.Text("endpoint"), cluster.Text("databaseName"), cluster.Text("masterUsername"), null), (connection.Host, connection.Database, connection.Username, connection.Password));
        Assert.Equal(cluster.Fields["masterUserSecrets"].ListValue.Values[0].StructValue.Text("secretArn"), events.PasswordSecret);
        // In the image, App.csproj's content lies in the working folder of the Dockerfile.
        Assert.Equal(SslMode.VerifyFull, connection.SslMode);
        Assert.Contains("WORKDIR /app\n", await File.ReadAllTextAsync(Path.Combine(Plans.Folder, "app", "Dockerfile")), StringComparison.Ordinal);
        Assert.StartsWith("/app/", connection.RootCertificate, StringComparison.Ordinal);
        Assert.Contains("Amazon RDS eu-central-1 Root CA RSA2048 G1", Subjects(Path.Combine(Plans.Folder, "app", connection.RootCertificate!["/app/".Length..])));
        Assert.All(plan.Inputs("aws:rds/clusterInstance:ClusterInstance"), instance => Assert.Equal("rds-ca-rsa2048-g1", instance.Text("caCertIdentifier")));
    }

    private static IEnumerable<string> Subjects(string file)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(file);
        return certificates.Select(certificate => certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false));
    }

    private static Dictionary<string, string> Shared(IReadOnlyDictionary<string, string> variables) =>
        variables.Where(pair => !pair.Key.StartsWith("RoomType__Experiments__", StringComparison.Ordinal) && pair.Key is not ("RoomType__Inference__Workers" or "RoomType__Http__CallerHeader" or "RoomType__Cache__Level" or "AWS_REGION")).ToDictionary(pair => pair.Key, pair => pair.Value);

    // The image's own variables come first, the backend's last, as containers have it.
    private static ServiceOptions Options(Pulumi.Engine.Recording.RunResult plan, string backend) => ServiceOptions.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(Keys(Dockerfile.Read().Environment))
        .AddInMemoryCollection(Keys(Containers.Of(plan, backend).Environment))
        .Build());

    private static IEnumerable<KeyValuePair<string, string?>> Keys(IEnumerable<KeyValuePair<string, string>> variables) =>
        variables.Select(pair => KeyValuePair.Create(pair.Key.Replace("__", ":", StringComparison.Ordinal), (string?)pair.Value));
}
