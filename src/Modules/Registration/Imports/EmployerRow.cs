using Spmis.Kernel.Files;
using Spmis.Registration.Areas;
using Spmis.Registration.Employers;

namespace Spmis.Registration.Imports;

/// <summary>One line of employers.csv.</summary>
internal sealed record EmployerRow
{
    public static TabularFormat Format { get; } = new()
    {
        Columns = [new("reference", true), new("name", true), new("legal_form", true), new("activity"), new("district"), new("area", false, "area_code"), new("phone"), new("email"), new("workers")],
    };

    private static readonly Dictionary<string, string> Columns = new(StringComparer.Ordinal)
    {
        [nameof(NewEmployer.Name)] = "name", [nameof(NewEmployer.LegalForm)] = "legal_form", [nameof(NewEmployer.Activity)] = "activity", [nameof(NewEmployer.District)] = "district", [nameof(NewEmployer.Area)] = "area",
        [nameof(NewEmployer.Phone)] = "phone", [nameof(NewEmployer.Email)] = "email", [nameof(NewEmployer.Workers)] = "workers",
    };

    public required long Line { get; init; }

    public required string Reference { get; init; }

    public required NewEmployer Employer { get; init; }

    internal PlaceTold Place => new(Employer.Area, Employer.District, null);

    /// <summary>The same with its address on the tree.</summary>
    public EmployerRow In(PlaceFound found) => found.Problem is { } problem
        ? this with { Problems = [.. Problems, new LineProblem(Line, "area", problem.Code, problem.Text, problem.Remedy, LineProblem.Shown(Employer.Area ?? ""))] }
        : this with { Employer = EmployerChecks.In(Employer, found.Place) };

    public required long Hash { get; init; }

    public required IReadOnlyList<LineProblem> Problems { get; init; }

    public static EmployerRow Read(TabularRow row)
    {
        var fields = row.Fields();
        var reference = fields.Text("reference", 80, required: true) ?? "";
        var employer = new NewEmployer
        {
            Name = fields.Text("name", 200), LegalForm = fields.Choice("legal_form", Employers.Employer.LegalForms), Activity = fields.Text("activity", 200), District = fields.Text("district", 200), Area = fields.Text("area", 200),
            Phone = fields.Phone("phone"), Email = fields.Text("email", 200), Workers = (int?)fields.Integer("workers", 0, 1_000_000),
        };
        var faulted = fields.Problems.Select(p => p.Column).ToHashSet();
        foreach (var (field, problem) in row.Problem is null ? EmployerChecks.Problems(employer) : [])
        {
            if (!faulted.Contains(Columns[field]))
            {
                fields.Refuse(Columns[field], problem.Code, problem.Text, problem.Remedy);
            }
        }

        return new EmployerRow { Line = row.LineNumber, Reference = reference, Employer = employer, Hash = RowHash.Of(row, Format), Problems = fields.Problems };
    }
}
