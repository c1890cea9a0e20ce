// Invocations set _X_AMZN_TRACE_ID, which belongs to the process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
