using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Data;
using Spmis.Payments.Agencies;
using Spmis.Payments.Batches;
using Spmis.Payments.Clearance;
using Spmis.Payments.Copies;
using Spmis.Payments.Cycles;
using Spmis.Payments.Deductions;
using Spmis.Payments.Emergencies;
using Spmis.Payments.Exchange;
using Spmis.Payments.FinancialAddresses;
using Spmis.Payments.Funding;
using Spmis.Payments.Instructions;
using Spmis.Payments.Ledger;
using Spmis.Payments.Links;
using Spmis.Payments.Mapper;
using Spmis.Payments.NameChecks;
using Spmis.Payments.Payees;
using Spmis.Payments.PaymentRuns;
using Spmis.Payments.Payouts;
using Spmis.Payments.Reconciliation;
using Spmis.Payments.Vouchers;

namespace Spmis.Payments;

/// <summary>The database of the payments module.</summary>
/// <param name="options">Provider and connection.</param>
public sealed class PaymentsDb(DbContextOptions<PaymentsDb> options) : ModuleDb(options)
{
    /// <inheritdoc />
    public override string Module => PaymentsModule.ModuleName;

    public DbSet<AwardCopy> AwardCopies => Set<AwardCopy>();

    public DbSet<PayeeCopy> Payees => Set<PayeeCopy>();

    public DbSet<MergeCopy> Merges => Set<MergeCopy>();

    public DbSet<OpenDuplicate> OpenDuplicates => Set<OpenDuplicate>();

    public DbSet<Agency> Agencies => Set<Agency>();

    public DbSet<AgencyVersion> AgencyVersions => Set<AgencyVersion>();

    public DbSet<FolderFile> FolderFiles => Set<FolderFile>();

    public DbSet<DeductionOrder> DeductionOrders => Set<DeductionOrder>();

    public DbSet<Withholding> Withholdings => Set<Withholding>();

    public DbSet<FinancialAddress> FinancialAddresses => Set<FinancialAddress>();

    public DbSet<Cycle> Cycles => Set<Cycle>();

    public DbSet<PaymentRun> PaymentRuns => Set<PaymentRun>();

    public DbSet<Instruction> Instructions => Set<Instruction>();

    public DbSet<ClearanceAnswer> ClearanceAnswers => Set<ClearanceAnswer>();

    public DbSet<ClearanceMessage> ClearanceMessages => Set<ClearanceMessage>();

    public DbSet<Batch> Batches => Set<Batch>();

    public DbSet<BatchSending> BatchSendings => Set<BatchSending>();

    public DbSet<StatusFile> StatusFiles => Set<StatusFile>();

    public DbSet<Outcome> Outcomes => Set<Outcome>();

    public DbSet<Contradiction> Contradictions => Set<Contradiction>();

    public DbSet<LedgerEntry> LedgerEntries => Set<LedgerEntry>();

    public DbSet<Posting> Postings => Set<Posting>();

    public DbSet<Payout> Payouts => Set<Payout>();

    public DbSet<PayoutLine> PayoutLines => Set<PayoutLine>();

    public DbSet<NamedPayee> NamedPayees => Set<NamedPayee>();

    public DbSet<EmergencyEvent> EmergencyEvents => Set<EmergencyEvent>();

    public DbSet<EmergencyList> EmergencyLists => Set<EmergencyList>();

    public DbSet<EmergencyLine> EmergencyLines => Set<EmergencyLine>();

    public DbSet<VoucherBatch> VoucherBatches => Set<VoucherBatch>();

    public DbSet<Voucher> Vouchers => Set<Voucher>();

    public DbSet<VoucherRedemption> VoucherRedemptions => Set<VoucherRedemption>();

    public DbSet<FundingAccount> FundingAccounts => Set<FundingAccount>();

    public DbSet<FundingScheme> FundingSchemes => Set<FundingScheme>();

    public DbSet<FundingMovement> FundingMovements => Set<FundingMovement>();

    public DbSet<FundingBalance> FundingBalances => Set<FundingBalance>();

    public DbSet<ClosedMonth> ClosedMonths => Set<ClosedMonth>();

    public DbSet<MapperTelling> MapperTellings => Set<MapperTelling>();

    public DbSet<NameCheckList> NameCheckLists => Set<NameCheckList>();

    public DbSet<NameCheck> NameChecks => Set<NameCheck>();

    public DbSet<NameAnswerFile> NameAnswerFiles => Set<NameAnswerFile>();

    /// <summary>Payments for sums and whole files: who may not see restricted records has the same sums as everybody, because a sum shows nobody. Of an office, those it sees.</summary>
    internal IQueryable<Instruction> Counted => OfficesSeen is null ? Instructions.IgnoreQueryFilters() : Instructions;

    /// <inheritdoc />
    protected override void Map(ModelBuilder model) => model.ApplyConfigurationsFromAssembly(typeof(PaymentsDb).Assembly);

    /// <summary>By the beneficiary. Preparing, approving and releasing runs concern the nation: who is bound to an office reads here, and has court orders withheld.</summary>
    protected override void Scope(ModelBuilder model)
    {
        model.Entity<PayeeCopy>().HasQueryFilter(p => Seen.Contains(p.Office!)); // Null is in no list. A filter that asks for one of these asks by this filter too.
        model.Entity<AwardCopy>().HasQueryFilter(x => Payees.Any(p => p.PersonId == x.BeneficiaryId));
        model.Entity<Instruction>().HasQueryFilter(x => Payees.Any(p => p.PersonId == x.BeneficiaryId));
        model.Entity<FinancialAddress>().HasQueryFilter(x => Payees.Any(p => p.PersonId == x.PersonId));
        model.Entity<MapperTelling>().HasQueryFilter(x => Payees.Any(p => p.PersonId == x.PersonId));
        model.Entity<NameCheck>().HasQueryFilter(x => Payees.Any(p => p.PersonId == x.PersonId));
        model.Entity<DeductionOrder>().HasQueryFilter(x => AwardCopies.Any(a => a.AwardNumber == x.AwardNumber));
        model.Entity<NamedPayee>().HasQueryFilter(x => AwardCopies.Any(a => a.AwardNumber == x.AwardNumber));
        model.Entity<Contradiction>().HasQueryFilter(x => Instructions.Any(i => i.Id == x.InstructionId));
    }

    /// <summary>Pages and answers of one person. Files for agencies are made by runs and whole: the agency must pay the person.</summary>
    protected override void HideRestricted(ModelBuilder model)
    {
        HideOf<PayeeCopy>(model, p => p.PersonId);
        HideOf<AwardCopy>(model, x => x.BeneficiaryId);
        HideOf<Instruction>(model, x => x.BeneficiaryId);
        HideOf<FinancialAddress>(model, x => x.PersonId);
        HideOf<MapperTelling>(model, x => x.PersonId);
        HideOf<NameCheck>(model, x => x.PersonId);
        HideWith<DeductionOrder>(model, x => AwardCopies.Any(a => a.AwardNumber == x.AwardNumber));
        HideWith<NamedPayee>(model, x => AwardCopies.Any(a => a.AwardNumber == x.AwardNumber));
        HideOf<NamedPayee>(model, x => x.PersonId);
        HideWith<Contradiction>(model, x => Instructions.Any(i => i.Id == x.InstructionId));
    }
}
