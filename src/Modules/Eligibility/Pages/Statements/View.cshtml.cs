using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Pages.Determinations;
using Spmis.Eligibility.Schemes;
using Spmis.Eligibility.Statements;
using Spmis.Kernel.Access;
using Spmis.Rules;

namespace Spmis.Eligibility.Pages.Statements;

/// <summary>A person's statement, to read and to print: of today with the working, or one kept.</summary>
public abstract class StatementPage(MakeStatement make, ReadStatement read, PersonFile file, SchemeBook schemes, Steps steps, TimeProvider time) : PageModel
{
    /// <summary>Of a year; null for today.</summary>
    [BindProperty(SupportsGet = true)]
    public int? Year { get; set; }

    /// <summary>The statement.</summary>
    public Statement Statement { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>Years of which one is kept.</summary>
    public IReadOnlyList<int> Kept { get; private set; } = [];

    /// <summary>Its benefits as they are shown.</summary>
    public IReadOnlyList<BenefitShown> Benefits { get; private set; } = [];

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    /// <summary>Reads it.</summary>
    protected async Task LoadAsync(string number, CancellationToken ct)
    {
        Kept = await read.YearsAsync((await file.OfAsync(number, ct)).Person.PersonId, ct);
        Statement = Year is { } year ? (await read.OfAsync(number, year, ct)).Statement : await make.OfAsync(number, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), ct);
        List<BenefitShown> shown = [];
        foreach (var benefit in Statement.Benefits)
        {
            var rules = (await schemes.ByHashAsync(benefit.PackageHash, ct)).Rules;
            shown.Add(new BenefitShown(benefit, rules, WhyNot(benefit), [.. benefit.Projections.Where(p => p.Explanation is not null).Select(p => new Working(p, StepsOf(p.Explanation ?? "{}")))]));
        }

        Benefits = shown;
    }

    /// <summary>The months that count, in words: 1–6, 9.</summary>
    public static string Which(StatementYear year)
    {
        List<(int First, int Last)> runs = [];
        for (var m = 1; m <= 12; m++)
        {
            if (year.Insured[m - 1])
            {
                runs = runs.Count > 0 && runs[^1].Last == m - 1 ? [.. runs[..^1], (runs[^1].First, m)] : [.. runs, (m, m)];
            }
        }

        return runs.Count == 0 ? "–" : string.Join(", ", runs.Select(r => r.First == r.Last ? $"{r.First}" : $"{r.First}–{r.Last}"));
    }

    private List<string> WhyNot(StatementBenefit benefit)
    {
        if (benefit.Explanation is not { } json || benefit.Today is not Answer.No)
        {
            return [.. benefit.Unmet.Select(u => u.Needs is null ? u.Condition : $"{u.Condition}: {u.Has} / {u.Needs}")];
        }

        var why = Decide.ReadExplanations(json)[0].Value;
        return [.. Unmet.Nodes(why, Language).Select(n => $"{n.Name}: {(n.Node.Gap is null ? steps.Line(new Step(n.Node, benefit.Currency, new HashSet<string>())) : steps.Change(n.Node, benefit.Currency))}")];
    }

    private static List<Step> StepsOf(string json)
    {
        var explained = new HashSet<string>(StringComparer.Ordinal);
        List<Step> found = [];
        foreach (var (rule, explanation) in Decide.ReadExplanations(json))
        {
            found.Add(new Step(explanation.Root, explanation.Currency, explained.ToHashSet(StringComparer.Ordinal)));
            explained.Add(rule);
        }

        return found;
    }
}

/// <summary>At the desk, to read together.</summary>
[Authorize("eligibility.read")]
public sealed class ViewModel(MakeStatement make, ReadStatement read, PersonFile file, SchemeBook schemes, Steps steps, TimeProvider time) : StatementPage(make, read, file, schemes, steps, time)
{
    /// <summary>Draws the page.</summary>
    public Task OnGetAsync(string number, CancellationToken ct) => LoadAsync(number, ct);
}

/// <summary>The own statement.</summary>
[Authorize("me.benefits")]
public sealed class MyStatementModel(MakeStatement make, ReadStatement read, PersonFile file, SchemeBook schemes, Steps steps, CurrentActor current, TimeProvider time) : StatementPage(make, read, file, schemes, steps, time)
{
    /// <summary>Draws the page.</summary>
    public Task OnGetAsync(CancellationToken ct) => LoadAsync(current.Actor.OwnNumber(), ct);
}

/// <summary>A benefit as it is shown.</summary>
/// <param name="Benefit">The benefit.</param>
/// <param name="Rules">Its package, for names in the reader's language.</param>
/// <param name="WhyNot">What is not met, in the reader's language.</param>
/// <param name="Workings">The working of each projection.</param>
public sealed record BenefitShown(StatementBenefit Benefit, Scheme Rules, IReadOnlyList<string> WhyNot, IReadOnlyList<Working> Workings)
{
    /// <summary>The benefit's name in the reader's language.</summary>
    public string Name => Rules.Name(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);

    /// <summary>A missing fact by the name people know.</summary>
    public string Label(string fact) => Rules.Fact(fact)?.Label(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName) ?? fact;
}

/// <summary>The working of a projection.</summary>
/// <param name="Projection">The projection.</param>
/// <param name="Steps">Its steps by rule.</param>
public sealed record Working(Projection Projection, IReadOnlyList<Step> Steps);
