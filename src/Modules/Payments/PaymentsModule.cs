using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Spmis.Kernel.Access;
using Spmis.Kernel.Data;
using Spmis.Kernel.Files;
using Spmis.Kernel.Hosting;
using Spmis.Payments.Agencies;
using Spmis.Payments.Api;
using Spmis.Payments.Batches;
using Spmis.Payments.Clearance;
using Spmis.Payments.Copies;
using Spmis.Payments.Cycles;
using Spmis.Payments.Deductions;
using Spmis.Payments.Exchange;
using Spmis.Payments.FinancialAddresses;
using Spmis.Payments.Instructions;
using Spmis.Payments.Ledger;
using Spmis.Payments.Pages;
using Spmis.Payments.Pages.Payments;
using Spmis.Payments.PaymentRuns;
using Spmis.Payments.Promises;
using Spmis.Payments.Reconciliation;
using Spmis.Web.Home;
using Spmis.Web.Menu;

namespace Spmis.Payments;

/// <summary>Everything the payments module plugs into the house.</summary>
public sealed class PaymentsModule : IModule
{
    /// <summary>Schema, database file, API prefix and queue.</summary>
    public const string ModuleName = "payments";

    /// <inheritdoc />
    public string Name => ModuleName;

    /// <inheritdoc />
    public IReadOnlyList<Permission> Permissions { get; } =
    [
        new("payments.read", "See cycles, payment runs and payments", Roles.Officer, Roles.Supervisor, Roles.Auditor),
        new("payments.prepare", "Open cycles, prepare, submit and cancel payment runs, hold and reissue payments", Roles.Officer) { Nation = true },
        new("payments.approve", "Approve payment runs that somebody else prepared", Roles.Supervisor) { StepUp = true, Nation = true },
        new("payments.release", "Release payment runs that somebody else approved", Roles.Officer, Roles.Supervisor) { StepUp = true, Nation = true },
        new("payments.batches", "See and fetch batches; an agency's user its own only", Roles.Officer, Roles.Supervisor, Roles.Auditor, Roles.Agency) { Nation = true },
        new("payments.answer", "Send status files; an agency's user for its own agency only", Roles.Officer, Roles.Agency) { Nation = true },
        new("payments.reconcile", "Settle contradictory answers and close batches", Roles.Supervisor) { StepUp = true, Nation = true },
        new("payments.propose-deductions", "Propose court orders to be withheld, and their end", Roles.Officer, Roles.Supervisor),
        new("payments.deductions", "Approve deductions that somebody else proposed", Roles.Supervisor) { StepUp = true },
        new("payments.close-month", "Close a month of the payment books that somebody else put up", Roles.Supervisor) { StepUp = true, Nation = true },
        new("payments.propose-agencies", "Propose to add, change or close payment agencies", Roles.Officer, Roles.Supervisor) { Nation = true },
        new("payments.agencies", "Approve changes of payment agencies that somebody else proposed", Roles.Supervisor) { StepUp = true, Nation = true },
    ];

    /// <inheritdoc />
    public void Add(ModuleBuilder module)
    {
        module.AddDb<PaymentsDb>()
            .AddConsumer<KeepAwards, PaymentsDb, Contracts.Eligibility.AwardsDecided>()
            .AddConsumer<KeepPayees, PaymentsDb, Contracts.Registration.PersonsRecorded>()
            .AddConsumer<KeepMerges, PaymentsDb, Contracts.Registration.PersonsMerged>()
            .AddConsumer<KeepMergesUndone, PaymentsDb, Contracts.Registration.MergeUndone>()
            .AddConsumer<KeepDuplicates, PaymentsDb, Contracts.Registration.DuplicatesOpened>()
            .AddConsumer<KeepDuplicatesSettled, PaymentsDb, Contracts.Registration.DuplicatesSettled>()
            .AddConsumer<NoteRegistrationClearance, PaymentsDb, Contracts.Registration.ClearanceGiven>()
            .AddConsumer<NoteEligibilityClearance, PaymentsDb, Contracts.Eligibility.ClearanceGiven>()
            .AddRunWorker<PrepareWorker>()
            .AddRunWorker<ReleaseWorker>()
            .AddRunWorker<StatusWorker>()
            .AddProposedAct<ApprovedPaymentRun>(ApprovePaymentRun.Act, "payments.approve")
            .AddConsumer<KeepRecoveries, PaymentsDb, Contracts.Eligibility.RecoveriesDecided>()
            .AddProposedAct<OrderDeduction>(OrderDeduction.Act, "payments.deductions")
            .AddProposedAct<EndDeduction>(EndDeduction.Act, "payments.deductions")
            .AddProposedAct<ApprovedAgency>(ProposeAgency.Act, "payments.agencies")
            .AddProposedAct<CloseAgency>(CloseAgency.Act, "payments.agencies")
            .AddClockwork<FolderClock>()
            .AddProposedAct<CloseMonth>(CloseMonth.Act, "payments.close-month");
        var services = module.Services;
        services.TryAddSingleton(provider => new FileStore(Path.Combine(provider.GetRequiredService<SpmisDatabase>().DataFolder, "files")));
        services.AddSingleton<InstructionSeal>().AddSingleton<OrderSignature>().AddSingleton<AgencyFolders>().AddSingleton<WorkingDays>();
        services.AddScoped<PaymentCalendar>().AddScoped<ApprovalLimits>();
        services.AddScoped<DropBatches>().AddScoped<PickUpFiles>().AddScoped<ExchangeFiles>().AddScoped<OrderDeduction>().AddScoped<EndDeduction>().AddScoped<DeductionFigures>();
        services.AddScoped<ProposeAgency>().AddScoped<AgencyChecks>().AddScoped<CloseAgency>().AddScoped<TryAgency>().AddScoped<DeclareAddresses>().AddScoped<VerifyAddress>().AddScoped<OpenCycle>().AddScoped<ClearanceGate>();
        services.AddScoped<PreparePaymentRun>().AddScoped<MakeInstructions>().AddScoped<SubmitPaymentRun>().AddScoped<ApprovePaymentRun>().AddScoped<ReleasePaymentRun>().AddScoped<CancelPaymentRun>();
        services.AddScoped<RecheckInstructions>().AddScoped<PaymentRunFigures>().AddScoped<HoldPayment>().AddScoped<ReissuePayment>();
        services.AddScoped<CutBatch>().AddScoped<WriteBatchFile>().AddScoped<HandOverBatches>().AddScoped<DownloadBatch>().AddScoped<CloseBatch>().AddScoped<BatchFigures>();
        services.AddScoped<ImportStatusFile>().AddScoped<ApplyAnswers>().AddScoped<RecordOutcomes>().AddScoped<SettleContradiction>();
        services.AddScoped<PostPayments>().AddScoped<ReadBooks>().AddScoped<WriteLedger>().AddScoped<CloseMonth>().AddScoped<PaymentPromises>().AddScoped<VerifyPayments>().AddScoped<MissingAnswers>().AddScoped<TryStatusFile>().AddScoped<RunSteps>();
        services.AddMenu<PaymentsTexts>(new MenuItem("Payments", "/payments", "payments.read", 400), new MenuItem("Batches", "/payments/batches", "payments.batches", 410));
        services.AddScoped<IHomeTasks, PaymentTasks>();
    }

    /// <inheritdoc />
    public void MapApi(RouteGroupBuilder api)
    {
        CyclesApi.Map(api);
        AgenciesApi.Map(api);
        PaymentRunsApi.Map(api);
        PaymentsApi.Map(api);
        BatchesApi.Map(api);
        BooksApi.Map(api);
        DeductionsApi.Map(api);
    }
}
