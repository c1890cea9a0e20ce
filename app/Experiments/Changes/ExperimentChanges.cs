using RoomTypes.Experiments.Files;

namespace RoomTypes.Experiments.Changes;

/// <summary>
/// Starts, stops and reallocates experiments of the local file. Nothing that would make a verdict lie is done: what has ended does not begin again,
/// nobody who is in is let go, and other weights begin a phase of their own (docs/experiments.md).
/// </summary>
public sealed class ExperimentChanges(ExperimentOptions options, ExperimentPlan plan, TimeProvider time, ILogger<ExperimentChanges> log)
{
    private readonly Lock _changing = new();

    /// <summary>Starts an experiment that is planned for later.</summary>
    /// <param name="name">The experiment.</param>
    /// <param name="revision">The state of the file that the caller knows; any if null.</param>
    /// <exception cref="ServiceException">It runs or has ended, or the file is another or cannot be changed.</exception>
    /// <exception cref="ExperimentFileException">The file cannot be used as it is.</exception>
    public ExperimentChange Start(string name, string? revision) => Change(name, revision, (experiment, text, now) =>
    {
        if (experiment.Schedule.Start <= now && now < experiment.Schedule.End) throw Refused("experiment_running", $"'{name}' runs already; there is nothing to start.");
        VerifyNotEnded(experiment, now);
        text.SetStart(now);
        return (now, "start");
    });

    /// <summary>Ends an experiment that runs: everybody gets the default variation again.</summary>
    /// <inheritdoc cref="Start"/>
    public ExperimentChange Stop(string name, string? revision) => Change(name, revision, (experiment, text, now) =>
    {
        VerifyNotEnded(experiment, now);
        if (now < experiment.Schedule.Start) throw Refused("experiment_not_running", $"'{name}' has not begun; there is nothing to stop. It begins at {experiment.Schedule.Start:O}.");
        text.SetEnd(now);
        return (now, "stop");
    });

    /// <summary>Changes who takes part and who gets what.</summary>
    /// <inheritdoc cref="Start"/>
    public ExperimentChange Allocate(string name, AllocationChange allocation, string? revision) => Change(name, revision, (experiment, text, now) =>
    {
        VerifyNotEnded(experiment, now);
        var from = now;
        var isRunning = experiment.Schedule.Start <= now;
        if (AllocationRules.Weights(experiment, allocation) is { } weights)
        {
            if (!isRunning) text.SetWeights(weights);
            else if (!AllocationRules.AreInForce(experiment, weights, from = TogetherAfter(now))) text.AddPhase(from, weights);
        }

        if (AllocationRules.Exposure(experiment, allocation, isRunning) is { } exposure) text.SetExposure(exposure);
        return (from, "allocation");
    });

    // Other processes with the same file notice within ReloadSeconds; until then they would give entities the weights of before.
    private DateTimeOffset TogetherAfter(DateTimeOffset now) => now.AddSeconds(options.ReloadSeconds + 1);

    private ExperimentChange Change(string name, string? revision, Func<Experiment, ExperimentText, DateTimeOffset, (DateTimeOffset From, string Change)> edit)
    {
        VerifyLocal();
        lock (_changing)
        {
            var file = ExperimentFile.ReadContent(plan.Path);
            if (revision is not null && revision != file.Revision)
            {
                throw new ServiceException(ErrorKind.Outdated, "experiments_changed", $"The experiments are at revision {file.Revision}, and the change is of {Quote.Of(revision)}: somebody has changed them meanwhile. Read them again.")
                {
                    Value = revision,
                    Limit = file.Revision,
                };
            }

            var experiment = FeatureOf(file.Features, name).Experiment!;
            var text = new ExperimentText(file, name);
            // As it will be written.
            var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
            var (from, change) = edit(experiment, text, now);
            var changed = text.Apply();
            var features = ExperimentFile.Parse(changed, plan.Path);
            if (!changed.AsSpan().SequenceEqual(file.Text))
            {
                ExperimentFileWriter.Write(plan.Path, changed, options.ReloadSeconds);
                plan.Refresh();
                log.ExperimentChanged(name, plan.Path, change);
            }

            return new(FeatureOf(features, name), from, new ExperimentContent(changed, features).Revision);
        }
    }

    private void VerifyLocal()
    {
        if (options.Source == VariationSourceKind.Local) return;
        throw Refused("experiments_not_local", options.Source switch
        {
            VariationSourceKind.AppConfig => "AWS AppConfig says who gets what: runs are started, extended and stopped there, by ./run experiment run start, expose and stop, and AWS's IAM says who may.",
            VariationSourceKind.Evidently => "A server of Evidently's API says who gets what: start, stop and change experiments there.",
            _ => "No experiment chooses a model here. Set RoomType:Experiments:Source to local.",
        });
    }

    private static Feature FeatureOf(IReadOnlyList<Feature> features, string name)
    {
        if (features.FirstOrDefault(feature => feature.Experiment?.Name == name) is { } feature) return feature;
        var known = string.Join(", ", features.Select(feature => feature.Experiment?.Name).OfType<string>().DefaultIfEmpty("none: the file has no experiment"));
        throw new ServiceException(ErrorKind.NotFound, "experiment_unknown", $"There is no experiment '{name}'; allowed is {known}.") { Value = name, Limit = known };
    }

    // Its entities know what they had, and their past would explain away what it did: another experiment, with another name, draws anew.
    private static void VerifyNotEnded(Experiment experiment, DateTimeOffset now)
    {
        if (now < experiment.Schedule.End) return;
        throw Refused("experiment_ended", $"'{experiment.Name}' ended at {experiment.Schedule.End:O}, and its result stays. Describe another experiment, with another name, in the file.");
    }

    private static ServiceException Refused(string code, string message) => new(ErrorKind.Conflict, code, message);
}
