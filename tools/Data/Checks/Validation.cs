namespace RoomTypes.Data.Checks;

/// <summary>All that is to be said of a data set.</summary>
public static class Validation
{
    /// <summary>Errors first; within them by kind and file. Without a model labels are not doubted.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="model">The model that looks at the labels, name@version; null for none.</param>
    /// <param name="progress">Called after each picture that the model has seen.</param>
    public static async Task<IReadOnlyList<Finding>> OfAsync(DataSet data, string? model, Action progress)
    {
        List<Finding> findings = [.. FileCheck.Of(data), .. LikenessCheck.Of(data), .. QualityCheck.Of(data)];
        if (model is not null) findings.AddRange(await LabelCheck.OfAsync(data, model, progress));
        return [.. findings.OrderByDescending(finding => finding.IsError)];
    }
}
