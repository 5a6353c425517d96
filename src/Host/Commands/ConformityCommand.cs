using System.CommandLine;
using System.Globalization;
using Spmis.Eligibility.Schemes;
using Spmis.Rules;
using Spmis.Rules.Conformity;

namespace Spmis.Host.Commands;

/// <summary><c>rules conformity DIR</c>: a benefit measured against ILO Convention 102.</summary>
internal static class ConformityCommand
{
    private const string CaseFile = "conformity.csv";

    public static Command Make()
    {
        var package = RulesCommand.Package("dir");
        var branch = new Option<string?>("--branch") { Description = $"Branch of the benefit: {string.Join(", ", MinimumStandard.All.Select(s => s.Branch))}." };
        var skilled = new Option<decimal?>("--skilled-wage") { Description = "Monthly wage of a skilled manual male employee, Article 65(6)." };
        var labourer = new Option<decimal?>("--labourer-wage") { Description = "Monthly wage of an ordinary adult male labourer, Article 66." };
        var family = new Option<decimal?>("--family-allowances") { Description = "Monthly family allowances of the standard beneficiary's family." };
        var date = new Option<DateOnly?>("--date") { Description = "The day for which the benefit is asked; today by default." };
        var command = new ActCommand(CommandPermissions.Tools, "conformity", $"Measure a benefit against ILO Convention 102: standard beneficiary, Articles 65 to 67, qualifying periods. A file {CaseFile} in the package (name,value,source) may name branch, date, wages and facts of the standard beneficiary.")
        {
            package, branch, skilled, labourer, family, date,
        };
        command.SetAction((parse, _) => RulesCommand.RunAsync(parse, () => Measure(RulesCommand.Folder(parse.GetRequiredValue(package)), given => given with
        {
            On = parse.GetValue(date) ?? given.On, Branch = parse.GetValue(branch) ?? given.Branch, SkilledWage = parse.GetValue(skilled) ?? given.SkilledWage,
            LabourerWage = parse.GetValue(labourer) ?? given.LabourerWage, FamilyAllowances = parse.GetValue(family) ?? given.FamilyAllowances,
        })));
        return command;
    }

    /// <summary>Holds when a report could be made and no point says no.</summary>
    private static CommandOutcome Measure(string folder, Func<ReferenceCase, ReferenceCase> options)
    {
        var scheme = SchemePackage.Load(folder);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var file = Path.Combine(folder, CaseFile);
        var given = options(File.Exists(file) ? ReferenceCase.Read(CaseFile, File.ReadAllText(file), today) : new ReferenceCase { On = today });
        var branch = given.Branch ?? ShippedPackages.BranchOfScheme(scheme.Id);
        if (branch is null && scheme.Has("eligible"))
        {
            throw new ArgumentException($"Say the branch of the benefit: --branch with one of {string.Join(", ", MinimumStandard.All.Select(s => s.Branch))}.");
        }

        var report = CheckConformity.Of(scheme, branch ?? "", given);
        return new CommandOutcome(report.Verdict is not Answer.No, Json(report), Words(report));
    }

    private static object Json(ConformityReport r) => new
    {
        scheme = r.Scheme, version = r.Version, hash = r.Hash, on = r.On, branch = r.Standard?.Branch, part = r.Standard?.Part, beneficiary = r.Standard?.Beneficiary, formula = r.Formula,
        measured = r.NotMeasured is null, r.NotMeasured, verdict = r.Verdict, holds = r.Verdict switch { Answer.Yes => true, Answer.No => false, _ => (bool?)null },
        items = r.Items.Select(i => new { point = i.Point, i.Article, required = i.Required, found = i.Found, verdict = i.Verdict, counts = i.Counts, i.Note }),
        byEarnings = r.ByEarnings, conformsUpTo = r.ConformsUpTo, missing = r.Missing, assumptions = r.Assumptions, source = r.Standard?.Source,
    };

    private static string Words(ConformityReport r)
    {
        if (r.NotMeasured is { } why)
        {
            return $"{r.Scheme} {r.Version}: {why}";
        }

        List<string> lines = [$"{r.Scheme} {r.Version} against C102 Part {r.Standard?.Part} ({r.Standard?.Branch}, {r.Standard?.Beneficiary}), Article {r.Formula}, on {r.On:yyyy-MM-dd}: {Say(r.Verdict)}"];
        lines.AddRange(r.Items.Select(i => $"  {Say(i.Verdict),-11} {i.Point} ({i.Article}): {Say(i.Found)}{(i.Required is null ? "" : $", asked for {Say(i.Required)}")}{(i.Counts ? "" : " [the other way is met]")}{(i.Note is null ? "" : $". {i.Note}")}"));
        lines.AddRange(r.ByEarnings.Select(e => string.Create(CultureInfo.InvariantCulture, $"  earnings {e.Earnings:0.##}: benefit {e.Benefit:0.##}, {e.Share * 100:0.0}%")));
        if (r.ConformsUpTo is { } upTo)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"  The rate is reached up to a reference wage of {upTo:0.##} a month."));
        }

        lines.AddRange(r.Missing.Select(m => $"  missing: {m}"));
        lines.AddRange(r.Assumptions.Select(a => $"  {a}"));
        lines.Add($"  Source: {r.Standard?.Source}");
        return string.Join(Environment.NewLine, lines);
    }

    private static string Say(Answer answer) => answer switch { Answer.Yes => "yes", Answer.No => "no", _ => "cannot tell" };

    private static string Say(Measure? m) => m switch
    {
        null => "not known",
        { Unit: MeasureUnit.Share } => string.Create(CultureInfo.InvariantCulture, $"{m.Value * 100:0.0}%"),
        { Unit: MeasureUnit.Months } => string.Create(CultureInfo.InvariantCulture, $"{m.Value:0.#} months"),
        { Unit: MeasureUnit.Weeks } => string.Create(CultureInfo.InvariantCulture, $"{m.Value:0.#} weeks"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{m.Value:0.##}"),
    };
}
