using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Eligibility.Appeals;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Clearance;
using Spmis.Eligibility.Copies;
using Spmis.Eligibility.Debts;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Associations;
using Spmis.Eligibility.Enrolments;
using Spmis.Eligibility.Evidence;
using Spmis.Eligibility.Indexations;
using Spmis.Eligibility.LifeCertificates;
using Spmis.Eligibility.Recalculations;
using Spmis.Eligibility.Recertifications;
using Spmis.Eligibility.Rounds;
using Spmis.Eligibility.Schemes;
using Spmis.Eligibility.Statements;
using Spmis.Eligibility.WhatIfs;
using Spmis.Kernel.Data;
using Spmis.Kernel.Secrets;

namespace Spmis.Eligibility;

/// <summary>The database of the eligibility module.</summary>
/// <param name="options">Provider and connection.</param>
public sealed class EligibilityDb(DbContextOptions<EligibilityDb> options) : ModuleDb(options)
{
    /// <summary>Keys of what is sealed here; the rows that have it ask for them.</summary>
    internal ColumnKeys? Keys { get; } = KeysOf(options.FindExtension<CoreOptionsExtension>()?.ApplicationServiceProvider);

    // What writes migrations has no settings, and needs no keys. Asked for here, not when a row is opened: that may be after the request.
    private static ColumnKeys? KeysOf(IServiceProvider? services) => services?.GetService<IConfiguration>() is null ? null : services.GetService<ColumnKeys>();

    /// <inheritdoc />
    public override string Module => EligibilityModule.ModuleName;

    /// <summary>Packages handed in, approved or not.</summary>
    public DbSet<SchemePackageRow> Packages => Set<SchemePackageRow>();

    /// <summary>Packages approved, with the day from which they decide.</summary>
    public DbSet<SchemeInForce> SchemesInForce => Set<SchemeInForce>();

    /// <summary>What is known of persons.</summary>
    public DbSet<PersonCopy> Persons => Set<PersonCopy>();

    /// <summary>Which records were merged into which.</summary>
    public DbSet<PersonMerge> Merges => Set<PersonMerge>();

    /// <summary>Areas down to the districts.</summary>
    public DbSet<AreaCopy> Areas => Set<AreaCopy>();

    /// <summary>Contribution months.</summary>
    public DbSet<ContributionYearRow> ContributionYears => Set<ContributionYearRow>();

    /// <summary>Bulk decisions over the register.</summary>
    public DbSet<EligibilityRound> Rounds => Set<EligibilityRound>();

    /// <summary>Claims.</summary>
    public DbSet<Claim> Claims => Set<Claim>();

    /// <summary>Cases of survivors.</summary>
    public DbSet<SurvivorCase> SurvivorCases => Set<SurvivorCase>();

    /// <summary>Papers that came for claims.</summary>
    public DbSet<EvidenceItem> Evidence => Set<EvidenceItem>();

    /// <summary>Letters that asked for evidence.</summary>
    public DbSet<EvidenceRequest> EvidenceRequests => Set<EvidenceRequest>();

    /// <summary>Decisions with their reasons.</summary>
    public DbSet<Determination> Determinations => Set<Determination>();

    /// <summary>Decisions withdrawn.</summary>
    public DbSet<Withdrawal> Withdrawals => Set<Withdrawal>();

    /// <summary>Appeals against decisions.</summary>
    public DbSet<Appeal> Appeals => Set<Appeal>();

    /// <summary>Awards made together and approved together.</summary>
    public DbSet<AwardBatch> AwardBatches => Set<AwardBatch>();

    /// <summary>Awards.</summary>
    public DbSet<Award> Awards => Set<Award>();

    /// <summary>Which months of an award were paid.</summary>
    public DbSet<AwardMonth> AwardMonths => Set<AwardMonth>();

    /// <summary>What was paid without right.</summary>
    public DbSet<Debt> Debts => Set<Debt>();

    /// <summary>What lowered debts beside withholding.</summary>
    public DbSet<DebtReduction> DebtReductions => Set<DebtReduction>();

    /// <summary>What payments withheld for debts.</summary>
    public DbSet<DebtRecovery> DebtRecoveries => Set<DebtRecovery>();

    /// <summary>Benefits reckoned once more after the law changed backwards.</summary>
    public DbSet<Recalculation> Recalculations => Set<Recalculation>();

    /// <summary>Months of awards that came out otherwise.</summary>
    public DbSet<AwardDifference> AwardDifferences => Set<AwardDifference>();

    /// <summary>Awards of a scheme or programme looked at once more.</summary>
    public DbSet<AwardRecertification> Recertifications => Set<AwardRecertification>();

    /// <summary>What became of each award of a recertification.</summary>
    public DbSet<RecertificationLine> RecertificationLines => Set<RecertificationLine>();

    /// <summary>Awards of a scheme raised from a month on.</summary>
    public DbSet<Indexation> Indexations => Set<Indexation>();

    /// <summary>What became of each award of an indexation.</summary>
    public DbSet<IndexationLine> IndexationLines => Set<IndexationLine>();

    /// <summary>Proofs of life.</summary>
    public DbSet<LifeCertificate> LifeCertificates => Set<LifeCertificate>();

    /// <summary>When each award's next proof is due.</summary>
    public DbSet<CertificateDue> CertificateDues => Set<CertificateDue>();

    /// <summary>Where yearly statements are kept.</summary>
    public DbSet<StatementRow> Statements => Set<StatementRow>();

    /// <summary>Programmes with limited places.</summary>
    public DbSet<Programme> Programmes => Set<Programme>();

    /// <summary>Persons in rounds with limited places and in dry runs.</summary>
    public DbSet<RoundCandidate> RoundCandidates => Set<RoundCandidate>();

    /// <summary>Ranked lists of rounds.</summary>
    public DbSet<RoundPlace> RoundPlaces => Set<RoundPlace>();

    /// <summary>What came of rounds in each area.</summary>
    public DbSet<RoundArea> RoundAreas => Set<RoundArea>();

    /// <summary>Spells of persons in schemes.</summary>
    public DbSet<Enrolment> Enrolments => Set<Enrolment>();

    /// <summary>Who is covered with them.</summary>
    public DbSet<EnrolmentDependant> EnrolmentDependants => Set<EnrolmentDependant>();

    /// <summary>Copies of associations.</summary>
    public DbSet<AssociationCopy> Associations => Set<AssociationCopy>();

    /// <summary>Copies of their members' spells.</summary>
    public DbSet<AssociationMemberCopy> AssociationMembers => Set<AssociationMemberCopy>();

    /// <summary>Agreements of associations with schemes.</summary>
    public DbSet<SchemeAgreement> SchemeAgreements => Set<SchemeAgreement>();

    /// <summary>Packages tried over the register.</summary>
    public DbSet<WhatIf> WhatIfs => Set<WhatIf>();

    /// <summary>Messages that a payment must not overtake.</summary>
    public DbSet<ClearanceMessage> ClearanceMessages => Set<ClearanceMessage>();

    /// <inheritdoc />
    protected override void Map(ModelBuilder model) => model.ApplyConfigurationsFromAssembly(typeof(EligibilityDb).Assembly);

    /// <inheritdoc />
    protected override void Scope(ModelBuilder model)
    {
        model.Entity<PersonCopy>().HasQueryFilter(p => Seen.Contains(p.Office!)); // Null is in no list. A filter that asks for one of these asks by this filter too.
        model.Entity<AssociationCopy>().HasQueryFilter(a => Seen.Contains(a.Office!)); // As above.
        model.Entity<SchemeAgreement>().HasQueryFilter(x => Associations.Any(a => a.AssociationId == x.AssociationId));
        model.Entity<Claim>().HasQueryFilter(x => Persons.Any(p => p.PersonId == x.PersonId));
        model.Entity<Determination>().HasQueryFilter(x => Persons.Any(p => p.PersonId == x.PersonId));
        model.Entity<Award>().HasQueryFilter(x => Persons.Any(p => p.PersonId == x.PersonId));
        model.Entity<LifeCertificate>().HasQueryFilter(x => Persons.Any(p => p.PersonId == x.PersonId));
        model.Entity<StatementRow>().HasQueryFilter(x => Persons.Any(p => p.PersonId == x.PersonId));
        model.Entity<Enrolment>().HasQueryFilter(x => Persons.Any(p => p.PersonId == x.PersonId));
        model.Entity<RoundCandidate>().HasQueryFilter(x => Persons.Any(p => p.PersonId == x.PersonId));
        model.Entity<RoundPlace>().HasQueryFilter(x => Persons.Any(p => p.PersonId == x.PersonId));

        // A case of survivors is seen where the dead lived and where any of the survivors live.
        model.Entity<SurvivorCase>().HasQueryFilter(x => Persons.Any(p => p.PersonId == x.InsuredId) || Claims.Any(c => c.CaseId == x.Id));
        model.Entity<EvidenceItem>().HasQueryFilter(x => Claims.Any(c => c.Id == x.ClaimId));
        model.Entity<EvidenceRequest>().HasQueryFilter(x => Claims.Any(c => c.Id == x.ClaimId));
        model.Entity<Appeal>().HasQueryFilter(x => Claims.Any(c => c.Id == x.ClaimId));
        model.Entity<Debt>().HasQueryFilter(x => Awards.Any(a => a.Id == x.AwardId));
        model.Entity<AwardDifference>().HasQueryFilter(x => Awards.Any(a => a.Id == x.AwardId));
        model.Entity<IndexationLine>().HasQueryFilter(x => Awards.Any(a => a.Id == x.AwardId));
        model.Entity<RecertificationLine>().HasQueryFilter(x => Awards.Any(a => a.Id == x.AwardId));
        model.Entity<CertificateDue>().HasQueryFilter(x => Awards.Any(a => a.Id == x.AwardId));
    }
    /// <inheritdoc />
    protected override void HideRestricted(ModelBuilder model)
    {
        HideOf<PersonCopy>(model, p => p.PersonId);
        HideOf<Claim>(model, x => x.PersonId);
        HideOf<Determination>(model, x => x.PersonId);
        HideOf<Award>(model, x => x.PersonId);
        HideOf<LifeCertificate>(model, x => x.PersonId);
        HideOf<StatementRow>(model, x => x.PersonId);
        HideOf<Enrolment>(model, x => x.PersonId);
        HideOf<RoundCandidate>(model, x => x.PersonId);
        HideOf<RoundPlace>(model, x => x.PersonId);

        // A case is hidden when it is the dead person's that is restricted; a survivor who is does not hide the others' case, whose shares are money.
        HideOf<SurvivorCase>(model, x => x.InsuredId);
        HideWith<EvidenceItem>(model, x => Claims.Any(c => c.Id == x.ClaimId));
        HideWith<EvidenceRequest>(model, x => Claims.Any(c => c.Id == x.ClaimId));
        HideWith<Appeal>(model, x => Claims.Any(c => c.Id == x.ClaimId));
        HideWith<Debt>(model, x => Awards.Any(a => a.Id == x.AwardId));
        HideWith<AwardDifference>(model, x => Awards.Any(a => a.Id == x.AwardId));
        HideWith<IndexationLine>(model, x => Awards.Any(a => a.Id == x.AwardId));
        HideWith<RecertificationLine>(model, x => Awards.Any(a => a.Id == x.AwardId));
        HideWith<CertificateDue>(model, x => Awards.Any(a => a.Id == x.AwardId));
    }
}
