using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Spmis.Eligibility.Letters;
using Spmis.Web.Letters;

namespace Spmis.Eligibility.Pages.Letters;

/// <summary>The letter of a decision.</summary>
[Authorize("eligibility.read")]
public sealed class DecisionModel(WriteDecisionLetter write) : LetterPage
{
    /// <summary>The decision.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <inheritdoc />
    public override string Back => $"/determinations/{Id}";

    /// <inheritdoc />
    protected override Task<Letter> WriteAsync(string? language, CancellationToken ct) => write.HandleAsync(Id, language, ct);
}
