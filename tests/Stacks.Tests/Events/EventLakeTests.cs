using System.Collections.Immutable;

namespace Stacks.Tests.Events;

public class EventLakeTests
{
    private const string Bucket = "aws:s3/bucket:Bucket";
    private const string Function = "aws:lambda/function:Function";
    private const string Key = "arn:aws:mock:eu-central-1:123456789012:key";
    private const string Table = "aws:glue/catalogTable:CatalogTable";
    private const string Workgroup = "aws:athena/workgroup:Workgroup";

    public static TheoryData<string, string> Matrix => StackRun.Matrix;

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Lake_OfAnyBackend_NeedsNoDatabaseAndIsEncryptedVersionedAndClosed(string environment, string backend)
    {
        var mocks = await LakeAsync(environment, backend);

        Assert.DoesNotContain(mocks.Created, resource => resource.Type!.StartsWith("aws:rds/", StringComparison.Ordinal) || resource.Type == "aws:backup/vault:Vault");
        Assert.Contains("events-lake", mocks.Created.Where(resource => resource.Type == Bucket).Select(resource => resource.Name));
        var rule = Assert.Single(Of(mocks, "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration").Maps("rules"));
        Assert.Equal((true, "aws:kms", Key), ((bool)rule["bucketKeyEnabled"], (string)rule.Map("applyServerSideEncryptionByDefault")["sseAlgorithm"], (string)rule.Map("applyServerSideEncryptionByDefault")["kmsMasterKeyId"]));
        Assert.Equal("Enabled", Of(mocks, "aws:s3/bucketVersioning:BucketVersioning").Map("versioningConfiguration")["status"]);
        Assert.All(["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"], flag => Assert.Equal(true, Of(mocks, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock")[flag]));
        var denied = Assert.Single(Of(mocks, "aws:s3/bucketPolicy:BucketPolicy").Json("policy").GetProperty("Statement").EnumerateArray());
        Assert.Equal(("Deny", "false"), (denied.GetProperty("Effect").GetString(), denied.GetProperty("Condition").GetProperty("Bool").GetProperty("aws:SecureTransport")[0].GetString()));
    }

    [Fact]
    public async Task Lifecycle_OfALake_EndsEventsEmbeddingsAnswersAndFormerVersions()
    {
        var mocks = await LakeAsync("staging", "lambda", ("lakeRetentionDays", "90"));

        var rules = Of(mocks, "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").Maps("rules");
        Assert.Equal(
            [("events", "events/", 90.0), ("embeddings", "events/kind=embedding/", 30.0), ("results", "results/", 7.0)],
            rules.SkipLast(1).Select(rule => ((string)rule["id"], (string)rule.Map("filter")["prefix"], (double)rule.Map("expiration")["days"])));
        Assert.Equal(
            ("", 7.0, 1.0, true),
            ((string)rules[^1].Map("filter")["prefix"], (double)rules[^1].Map("noncurrentVersionExpiration")["noncurrentDays"], (double)rules[^1].Map("abortIncompleteMultipartUpload")["daysAfterInitiation"], (bool)rules[^1].Map("expiration")["expiredObjectDeleteMarker"]));
        Assert.All(rules, rule => Assert.Equal("Enabled", rule["status"]));
        Assert.Equal("90", mocks.One(Function).Map("environment").Map("variables")["RoomType__Events__RetentionDays"]);
    }

    /// <summary>A bucket that stays is not emptied, and one that goes must not refuse to.</summary>
    [Theory]
    [InlineData("dev", "true", false)]
    [InlineData("staging", "false", true)]
    [InlineData("prod", "false", false)]
    public async Task Bucket_ThatStays_IsNotEmptied(string environment, string kept, bool isEmptied) =>
        Assert.Equal(isEmptied, Of(await LakeAsync(environment, "lambda", ("eventsFinalSnapshot", kept)), Bucket)["forceDestroy"]);

    [Fact]
    public async Task Tables_OfALake_AreOfParquetByDaysAndHoursThatThereMayBe()
    {
        var mocks = await LakeAsync("staging", "fargate", ("lakeRetentionDays", "90"));

        Assert.Equal("room_type_staging", mocks.One("aws:glue/catalogDatabase:CatalogDatabase")["name"]);
        var tables = mocks.All(Table);
        Assert.Equal(6, tables.Count);
        Assert.All(tables, table =>
        {
            var kind = (string)table["name"];
            var (storage, parameters) = (table.Map("storageDescriptor"), table.Map("parameters"));
            Assert.Equal(("room_type_staging", "EXTERNAL_TABLE"), ((string)table["databaseName"], (string)table["tableType"]));
            Assert.Equal([("dt", "string"), ("hour", "string")], table.Maps("partitionKeys").Select(key => ((string)key["name"], (string)key["type"])));
            Assert.Equal($"s3://events-lake-id/events/kind={kind}/", storage["location"]);
            Assert.Equal($"s3://events-lake-id/events/kind={kind}/dt=${{dt}}/hour=${{hour}}/", parameters["storage.location.template"]);
            Assert.Equal(("true", "date", "yyyy-MM-dd", kind == "embedding" ? "NOW-31DAYS,NOW+1DAYS" : "NOW-91DAYS,NOW+1DAYS"), ((string)parameters["projection.enabled"], (string)parameters["projection.dt.type"], (string)parameters["projection.dt.format"], (string)parameters["projection.dt.range"]));
            Assert.Equal(("integer", "0,23", "2"), ((string)parameters["projection.hour.type"], (string)parameters["projection.hour.range"], (string)parameters["projection.hour.digits"]));
            Assert.Equal("org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe", storage.Map("serDeInfo")["serializationLibrary"]);
        });
    }

    /// <summary>Bytes beyond what the package's own argument can say.</summary>
    [Fact]
    public async Task Workgroup_OfALake_LimitsWhatAQuestionReadsAndEncryptsItsAnswer()
    {
        var mocks = await LakeAsync("prod", "lambda", ("lakeScanGigabytes", "40"));

        var workgroup = mocks.One(Workgroup);
        var (configuration, results) = (workgroup.Map("configuration"), workgroup.Map("configuration").Map("resultConfiguration"));
        Assert.Equal("room-type-prod", workgroup["name"]);
        Assert.Equal((true, true, 4e10), ((bool)configuration["enforceWorkgroupConfiguration"], (bool)configuration["publishCloudwatchMetricsEnabled"], (double)configuration["bytesScannedCutoffPerQuery"]));
        Assert.Equal("Athena engine version 3", configuration.Map("engineVersion")["selectedEngineVersion"]);
        Assert.Equal(("s3://events-lake-id/results/", "123456789012"), ((string)results["outputLocation"], (string)results["expectedBucketOwner"]));
        Assert.Equal(("SSE_KMS", Key), ((string)results.Map("encryptionConfiguration")["encryptionOption"], (string)results.Map("encryptionConfiguration")["kmsKeyArn"]));
        Assert.Equal("perception", workgroup.Map("tags")["Owner"]);
    }

    [Fact]
    public async Task Alarm_OfScans_CountsTheBytesOfADay()
    {
        var alarm = Assert.Single((await LakeAsync("prod", "fargate", ("lakeDailyGigabytes", "300"))).All("aws:cloudwatch/metricAlarm:MetricAlarm"), alarm => (string)alarm["name"] == "room-type-prod-events-scans");

        Assert.Equal(("AWS/Athena", "ProcessedBytes", 86_400.0, 3e11), ((string)alarm["namespace"], (string)alarm["metricName"], (double)alarm["period"], (double)alarm["threshold"]));
        Assert.Equal("room-type-prod", alarm.Map("dimensions")["WorkGroup"]);
    }

    /// <summary>Nothing of a lake is in a network.</summary>
    [Fact]
    public async Task Function_WithALake_IsInNoNetwork()
    {
        var mocks = await LakeAsync("staging", "lambda");

        Assert.DoesNotContain("vpcConfig", mocks.One(Function).Keys);
        Assert.Empty(mocks.All("aws:ec2/vpc:Vpc"));
    }

    [Theory]
    [InlineData("fargate", "true", true)]
    [InlineData("eks", "true", true)]
    [InlineData("ec2", "true", true)]
    [InlineData("fargate", "false", false)]
    public async Task Network_OfContainersThatAskAthena_HasAnEndpointForIt(string backend, string asks, bool expected)
    {
        var mocks = await LakeAsync("staging", backend, ("lakeAthena", asks));

        var services = mocks.All("aws:ec2/vpcEndpoint:VpcEndpoint").Select(endpoint => (string)endpoint["serviceName"]).ToList();
        Assert.Equal(expected, services.Contains("com.amazonaws.eu-central-1.athena"));
        Assert.Contains("com.amazonaws.eu-central-1.s3", services);
        Assert.DoesNotContain("com.amazonaws.eu-central-1.secretsmanager", services);
    }

    [Fact]
    public async Task Steps_OfAPipelineWithALake_AskAthenaThoughTheServiceDoesNot()
    {
        var mocks = await LakeAsync("staging", "lambda", ("lakeAthena", "false"), ("pipeline", "stepFunctions"), ("modelSource", "s3://rooms/models"), ("pipelineData", "s3://rooms/pipeline"));

        Assert.DoesNotContain("RoomType__Events__AthenaDatabase", mocks.One(Function).Map("environment").Map("variables").Keys);
        Assert.DoesNotContain("vpcConfig", mocks.One(Function).Keys);
        var variables = Assert.Single(mocks.All("aws:ecs/taskDefinition:TaskDefinition"), task => (string)task["family"] == "room-type-staging-pipeline").Json("containerDefinitions")[0].GetProperty("environment").EnumerateArray()
            .ToDictionary(variable => variable.GetProperty("name").GetString()!, variable => variable.GetProperty("value").GetString());
        Assert.Equal(("lake", "s3://events-lake-id", "room_type_staging"), (variables["RoomType__Events__Store"], variables["RoomType__Events__Lake"], variables["RoomType__Events__AthenaDatabase"]));
        Assert.Contains("com.amazonaws.eu-central-1.athena", mocks.All("aws:ec2/vpcEndpoint:VpcEndpoint").Select(endpoint => (string)endpoint["serviceName"]));
        Assert.Contains("AsksAthena", Sids(mocks, "pipeline-task"));
        Assert.DoesNotContain("AsksAthena", Sids(mocks, "function"));
    }

    private static IEnumerable<string> Sids(AwsMocks mocks, string role) => mocks.Created.Single(resource => resource.Type == "aws:iam/rolePolicy:RolePolicy" && resource.Name == role).Inputs.Json("policy")
        .GetProperty("Statement").EnumerateArray().Select(statement => statement.GetProperty("Sid").GetString()!);

    private static Task<AwsMocks> LakeAsync(string environment, string backend, params (string, string)[] changes) => StackRun.RunAsync(environment, [("backend", backend), ("events", "lake"), .. changes]);

    private static ImmutableDictionary<string, object> Of(AwsMocks mocks, string type) => mocks.Created.Single(resource => resource.Type == type && resource.Name == "events-lake").Inputs;
}
