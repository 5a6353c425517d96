using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Accounts;
using Spmis.Contributions.Arrears;
using Spmis.Contributions.Associations;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Clearance;
using Spmis.Contributions.Copies;
using Spmis.Contributions.DayWork;
using Spmis.Contributions.Drafts;
using Spmis.Contributions.Plans;
using Spmis.Contributions.Recalculations;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Reminders;
using Spmis.Contributions.Returns;
using Spmis.Contributions.Risks;
using Spmis.Kernel.Data;

namespace Spmis.Contributions;

/// <summary>The database of the contributions module.</summary>
/// <param name="options">Provider and connection.</param>
public sealed class ContributionsDb(DbContextOptions<ContributionsDb> options) : ModuleDb(options)
{
    /// <inheritdoc />
    public override string Module => ContributionsModule.ModuleName;

    /// <inheritdoc />
    protected override void Map(ModelBuilder model) => model.ApplyConfigurationsFromAssembly(typeof(ContributionsDb).Assembly);

    private DbSet<EmployerCopy> Employers => Set<EmployerCopy>();

    private DbSet<AssociationCopy> Associations => Set<AssociationCopy>();

    private DbSet<WorkerCopy> Workers => Set<WorkerCopy>();

    /// <summary>By employer. Copies of persons are not filtered, because a return names workers who live anywhere; a person's own record is asked for by <see cref="Record.ReadRecord"/>.</summary>
    protected override void Scope(ModelBuilder model)
    {
        model.Entity<EmployerCopy>().HasQueryFilter(e => Seen.Contains(e.Office!)); // Null is in no list. A filter that asks for one of these asks by this filter too.
        model.Entity<AccountRequest>().HasQueryFilter(x => Employers.Any(e => e.EmployerId == x.EmployerId) || Associations.Any(a => a.AssociationId == x.EmployerId));
        model.Entity<Return>().HasQueryFilter(x => Employers.Any(e => e.EmployerId == x.EmployerId));
        model.Entity<ReturnDraft>().HasQueryFilter(x => Employers.Any(e => e.EmployerId == x.EmployerId));
        model.Entity<Bill>().HasQueryFilter(x => Employers.Any(e => e.EmployerId == x.EmployerId));
        model.Entity<Agreement>().HasQueryFilter(x => Employers.Any(e => e.EmployerId == x.EmployerId));
        model.Entity<Estimate>().HasQueryFilter(x => Employers.Any(e => e.EmployerId == x.EmployerId));
        model.Entity<Risk>().HasQueryFilter(x => Employers.Any(e => e.EmployerId == x.EmployerId));
        model.Entity<ClearanceCertificate>().HasQueryFilter(x => Employers.Any(e => e.EmployerId == x.EmployerId));
        model.Entity<VoucherPurchase>().HasQueryFilter(x => Employers.Any(e => e.EmployerId == x.EmployerId));
        model.Entity<DayVoucher>().HasQueryFilter(x => Employers.Any(e => e.EmployerId == x.EmployerId));
        model.Entity<DayWorkFile>().HasQueryFilter(x => Employers.Any(e => e.EmployerId == x.EmployerId));
        model.Entity<Relief>().HasQueryFilter(x => Employers.Any(e => e.EmployerId == x.EmployerId));

        model.Entity<AssociationCopy>().HasQueryFilter(a => Seen.Contains(a.Office!)); // As above.
        model.Entity<MemberList>().HasQueryFilter(x => Associations.Any(a => a.AssociationId == x.AssociationId));

        // Money of nobody yet, and what belongs to a person who pays for themself.
        model.Entity<Receipt>().HasQueryFilter(x => x.EmployerId != null ? Employers.Any(e => e.EmployerId == x.EmployerId) : x.PersonId != null ? Workers.Any(w => w.PersonId == x.PersonId && Seen.Contains(w.Office!)) : Associations.Any(a => a.AssociationId == x.AssociationId));
        model.Entity<Reminder>().HasQueryFilter(x => x.EmployerId != null ? Employers.Any(e => e.EmployerId == x.EmployerId) : Workers.Any(w => w.PersonId == x.PersonId && Seen.Contains(w.Office!)));
        model.Entity<ContributionPlan>().HasQueryFilter(x => Workers.Any(w => w.PersonId == x.PersonId && Seen.Contains(w.Office!)));
        model.Entity<PlanMonth>().HasQueryFilter(x => Workers.Any(w => w.PersonId == x.PersonId && Seen.Contains(w.Office!)));
        model.Entity<AssessmentDifference>().HasQueryFilter(x => x.EmployerId != null ? Employers.Any(e => e.EmployerId == x.EmployerId) : Workers.Any(w => w.PersonId == x.PersonId && Seen.Contains(w.Office!)));
    }
    /// <summary>What belongs to one person. Months in returns stay with the employer's return, whose sums they are; who looks at it finds them without a name (<see cref="Returns.FindReturns"/>).
    /// Acts need the copies of all workers: a return is judged whole.</summary>
    protected override void HideRestricted(ModelBuilder model)
    {
        HideOf<Receipt>(model, x => x.PersonId);
        HideOf<Reminder>(model, x => x.PersonId);
        HideOf<ContributionPlan>(model, x => x.PersonId);
        HideOf<PlanMonth>(model, x => x.PersonId);
        HideOf<AssessmentDifference>(model, x => x.PersonId);
        if (HidesFromReaders)
        {
            HideOf<WorkerCopy>(model, w => w.PersonId);
        }
    }
}
