namespace Seams.Tests.Support;

/// <summary>Metrics that AWS publishes, with one of the sets of dimensions that it publishes them by. From the pages that each line names.</summary>
internal static class AwsMetrics
{
    private static readonly Dictionary<(string Namespace, string Dimensions), string[]> Known = new()
    {
        // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
        [("AWS/ApiGateway", "ApiName,Stage")] = ["Count", "4XXError", "5XXError", "Latency", "IntegrationLatency"],
        // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
        [("AWS/Lambda", "FunctionName")] = ["Invocations", "Errors", "Throttles", "Duration", "ConcurrentExecutions"],
        [("AWS/Lambda", "FunctionName,Resource")] = ["Invocations", "Errors", "Throttles", "Duration", "ConcurrentExecutions", "ProvisionedConcurrencyInvocations", "ProvisionedConcurrencySpilloverInvocations", "ProvisionedConcurrencyUtilization", "ProvisionedConcurrentExecutions"],
        [("AWS/Lambda", "ExecutedVersion,FunctionName,Resource")] = ["Invocations", "Errors", "Duration"],
        // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
        [("AWS/ApplicationELB", "LoadBalancer")] = ["RequestCount", "HTTPCode_Target_2XX_Count", "HTTPCode_Target_4XX_Count", "HTTPCode_Target_5XX_Count", "TargetResponseTime", "TargetConnectionErrorCount", "RejectedConnectionCount"],
        [("AWS/ApplicationELB", "LoadBalancer,TargetGroup")] = ["HealthyHostCount", "UnHealthyHostCount", "RequestCount", "RequestCountPerTarget", "HTTPCode_Target_5XX_Count", "TargetResponseTime"],
        // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/viewing_metrics_with_cloudwatch.html
        [("AWS/EC2", "AutoScalingGroupName")] = ["CPUUtilization", "NetworkIn", "NetworkOut", "StatusCheckFailed", "StatusCheckFailed_Instance", "StatusCheckFailed_System"],
        // https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-metrics.html
        [("AWS/AutoScaling", "AutoScalingGroupName")] = ["GroupDesiredCapacity", "GroupInServiceInstances", "GroupMaxSize", "GroupMinSize", "GroupPendingInstances", "GroupTerminatingInstances", "GroupTotalInstances"],
        // https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html, https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-monitoring.html
        [("AWS/SageMaker", "EndpointName,VariantName")] = ["Invocations", "Invocation4XXErrors", "Invocation5XXErrors", "InvocationModelErrors", "InvocationsPerInstance", "ModelLatency", "OverheadLatency", "ModelSetupTime", "ServerlessProvisionedConcurrencySpilloverInvocations", "ServerlessProvisionedConcurrencyUtilization"],
        [("/aws/sagemaker/Endpoints", "EndpointName,VariantName")] = ["CPUUtilization", "MemoryUtilization", "DiskUtilization"],
        // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
        [("AWS/ECS", "ClusterName,ServiceName")] = ["CPUUtilization", "MemoryUtilization"],
        // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html
        [("ECS/ContainerInsights", "ClusterName,ServiceName")] = ["DesiredTaskCount", "RunningTaskCount", "PendingTaskCount"],
        // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-enhanced-EKS.html
        [("ContainerInsights", "ClusterName,Namespace,PodName")] = ["pod_cpu_utilization_over_pod_limit", "pod_memory_utilization_over_pod_limit", "pod_number_of_container_restarts"],
        [("ContainerInsights", "ClusterName,Namespace,Service")] = ["service_number_of_running_pods"],
        // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html
        [("AWS/RDS", "DBClusterIdentifier")] = ["ACUUtilization", "CPUUtilization", "DatabaseConnections", "ServerlessDatabaseCapacity"],
        // https://docs.aws.amazon.com/athena/latest/ug/query-metrics-viewing.html, and by the workgroup alone: https://docs.aws.amazon.com/athena/latest/ug/workgroups-setting-control-limits-cloudwatch.html
        [("AWS/Athena", "WorkGroup")] = ["ProcessedBytes", "TotalExecutionTime", "EngineExecutionTime"],
        // https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html
        [("AWS/S3", "BucketName,StorageType")] = ["BucketSizeBytes", "NumberOfObjects"],
        // https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html
        [("AWS/States", "StateMachineArn")] = ["ExecutionsStarted", "ExecutionsSucceeded", "ExecutionsFailed", "ExecutionsTimedOut", "ExecutionThrottled", "ExecutionTime"],
        // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
        [("AWS/SQS", "QueueName")] = ["ApproximateNumberOfMessagesVisible"],
        // https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html
        [("AWS/Backup", "BackupVaultName")] = ["NumberOfBackupJobsCreated", "NumberOfBackupJobsCompleted", "NumberOfBackupJobsFailed", "NumberOfBackupJobsExpired"],
    };

    /// <summary>Whether AWS publishes a metric by these dimensions.</summary>
    public static bool Has(string @namespace, string name, IEnumerable<string> dimensions) =>
        Known.TryGetValue((@namespace, string.Join(',', dimensions.Order(StringComparer.Ordinal))), out var names) && names.Contains(name);
}
