using System.Linq.Expressions;
using Spmis.Contracts.Eligibility;
using Spmis.Values;

namespace Spmis.Eligibility.Awards;

/// <summary>What is told of an award that is approved, and no more: a run that tells thousands reads half the columns, and parses no instants and no texts that the message does not have.</summary>
internal sealed record ToldAward
{
    private static readonly Func<Award, ToldAward> Compiled = Columns.Compile();

    /// <summary>The columns of it, for a query.</summary>
    public static Expression<Func<Award, ToldAward>> Columns => a => new ToldAward
    {
        Id = a.Id, Number = a.Number, PersonId = a.PersonId, Scheme = a.Scheme, Branch = a.Branch, MonthlyMinor = a.MonthlyMinor, Currency = a.Currency, FromMonth = a.FromMonth, GrantedTo = a.GrantedTo,
        EndedAfter = a.EndedAfter, DiedOn = a.DiedOn, SuspendedFrom = a.SuspendedFrom, DuplicateFrom = a.DuplicateFrom, CertificateFrom = a.CertificateFrom, Version = a.Version,
    };

    public required Guid Id { get; init; }

    public required string Number { get; init; }

    public required Guid PersonId { get; init; }

    public required string Scheme { get; init; }

    public required string Branch { get; init; }

    public required long MonthlyMinor { get; init; }

    public required string Currency { get; init; }

    public required Month FromMonth { get; init; }

    public required Month? GrantedTo { get; init; }

    public required Month? EndedAfter { get; init; }

    public required DateOnly? DiedOn { get; init; }

    public required Month? SuspendedFrom { get; init; }

    public required Month? DuplicateFrom { get; init; }

    public required Month? CertificateFrom { get; init; }

    public required int Version { get; init; }

    /// <summary>Of an award at hand.</summary>
    public static ToldAward Of(Award award) => Compiled(award);

    /// <summary>Its main component.</summary>
    public AwardFacts ToFacts() => new()
    {
        AwardId = Id, AwardNumber = Number, Scheme = Scheme, Branch = Branch, BeneficiaryId = PersonId, PayeeId = PersonId, Component = Award.Main, MonthlyMinor = MonthlyMinor, Currency = Currency,
        FromMonth = FromMonth.Code, ToMonth = Award.LastOf(GrantedTo, EndedAfter, DiedOn)?.Code, SuspendedFromMonth = Award.Earliest(SuspendedFrom, DuplicateFrom, CertificateFrom)?.Code, Version = Version,
    };
}
