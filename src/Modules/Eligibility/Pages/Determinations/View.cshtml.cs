using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Rules;
using Spmis.Values;

namespace Spmis.Eligibility.Pages.Determinations;

/// <summary>A decision as the person concerned may read it: the answer, why, what would change it, the working, the facts.</summary>
[Authorize("eligibility.read")]
public sealed class ViewModel(EligibilityDb db, SchemeBook schemes, ReproduceDetermination reproduce) : PageModel
{
    /// <summary>Whether it is to be repeated now and compared with what was stored.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Repeat { get; set; }

    /// <summary>What the repetition came to, when it was asked for.</summary>
    public Reproduced? Repeated { get; private set; }

    /// <summary>The decision.</summary>
    public Determination Decision { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>The package it was made by.</summary>
    public Scheme Scheme { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>Name of the person.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Number of the claim.</summary>
    public string? ClaimNumber { get; private set; }

    /// <summary>Number of the award made of it.</summary>
    public string? AwardNumber { get; private set; }

    /// <summary>The working of each answer; what an earlier one explained is not written out again.</summary>
    public IReadOnlyList<Step> Working { get; private set; } = [];

    /// <summary>The conditions that stand in the way, deepest first cause.</summary>
    public IReadOnlyList<Obstacle> WhyNot { get; private set; } = [];

    /// <summary>Whether the explanation was rebuilt just now.</summary>
    public bool Rebuilt { get; private set; }

    /// <summary>The facts.</summary>
    public FactSheet Sheet { get; private set; } = new();

    /// <summary>The amount of a month, when yes.</summary>
    public Money? Monthly => Decision.MonthlyMinor is { } minor ? new Money(minor, Currency.Of(Decision.Currency)) : null;

    /// <summary>The reader's language.</summary>
    public static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    /// <summary>Draws the page.</summary>
    public async Task OnGetAsync(Guid id, CancellationToken ct)
    {
        Decision = await db.Determinations.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct) ?? throw new Refused("determination.unknown", $"There is no determination {id}.");
        Scheme = (await schemes.ByHashAsync(Decision.PackageHash, ct)).Rules;
        Name = await db.Persons.Where(p => p.PersonId == Decision.PersonId).Select(p => p.Name).SingleOrDefaultAsync(ct) ?? "";
        ClaimNumber = Decision.ClaimId is { } claim ? await db.Claims.Where(c => c.Id == claim).Select(c => c.Number).SingleAsync(ct) : null;
        AwardNumber = await db.Awards.Where(a => a.DeterminationId == id).Select(a => a.Number).FirstOrDefaultAsync(ct);
        Rebuilt = Decision.Explanation is null;
        Repeated = Repeat ? await reproduce.HandleAsync(Decision, ct) : null;
        var why = Decide.ReadExplanations(Decision.Explanation ?? (await reproduce.HandleAsync(Decision, ct)).Rebuilt);
        Sheet = Decision.Sheet;
        var explained = new HashSet<string>(StringComparer.Ordinal);
        Working = [.. why.Select(w =>
        {
            var step = new Step(w.Value.Root, w.Value.Currency, explained.ToHashSet(StringComparer.Ordinal));
            explained.UnionWith(RulesOf(w.Value.Root));
            return step;
        })];
        var failed = why.Count > 0 ? why[0].Value.WhyNot().ToHashSet(ReferenceEqualityComparer.Instance) : [];
        WhyNot = why.Count > 0 ? [.. Obstacles(why[0].Value.Root, null, null).Where(o => failed.Contains(o.Node))] : [];
    }

    /// <summary>A missing fact by the name people know; reasons stand as they are.</summary>
    public string Label(string fact)
    {
        var list = Scheme.Facts.Where(f => f.IsList).SelectMany(f => f.Fields);
        return (Scheme.Fact(fact) ?? list.FirstOrDefault(f => f.Name == fact))?.Label(Language) ?? fact;
    }

    private static IEnumerable<string> RulesOf(ExplanationNode node) =>
        (node is { Kind: "rule", Id: { } id, Repeated: false } ? [id] : Enumerable.Empty<string>()).Concat(node.Children.SelectMany(RulesOf));

    /// <summary>Every step with the name and article of the nearest condition above it that has them.</summary>
    private static IEnumerable<Obstacle> Obstacles(ExplanationNode node, string? name, string? article)
    {
        (name, article) = (node.Label(Language) ?? name, node.Article ?? article);
        return node.Children.SelectMany(c => Obstacles(c, name, article)).Prepend(new Obstacle(node, node.Kind is "compare" or "record" ? name : null, article));
    }
}

/// <summary>A condition that stands in the way.</summary>
/// <param name="Node">The step that failed.</param>
/// <param name="Name">The condition's name, where the step itself does not tell it.</param>
/// <param name="Article">The article of the law.</param>
public sealed record Obstacle(ExplanationNode Node, string? Name, string? Article);
