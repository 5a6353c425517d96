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
using Spmis.Payments.Emergencies;
using Spmis.Payments.Exchange;
using Spmis.Payments.Exchange.OpenPgp;
using Spmis.Payments.FinancialAddresses;
using Spmis.Payments.Funding;
using Spmis.Payments.GovStack;
using Spmis.Payments.Instructions;
using Spmis.Payments.Ledger;
using Spmis.Payments.Links;
using Spmis.Payments.Links.Signing;
using Spmis.Payments.Mapper;
using Spmis.Payments.NameChecks;
using Spmis.Payments.Pages;
using Spmis.Payments.Pages.Payments;
using Spmis.Payments.Payees;
using Spmis.Payments.PaymentRuns;
using Spmis.Payments.Payouts;
using Spmis.Payments.Promises;
using Spmis.Payments.Reconciliation;
using Spmis.Payments.Statistics;
using Spmis.Payments.Vouchers;
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
        new("payments.read-nation", "See payouts to creditors, emergency transfers and vouchers", Roles.Officer, Roles.Supervisor, Roles.Auditor) { Nation = true },
        new("me.payments", "See the own payments, and say that an own account is wrong", Roles.Person),
        new("payments.prepare", "Open cycles, prepare, submit and cancel payment runs, hold and reissue payments", Roles.Officer) { Nation = true },
        new("payments.approve", "Approve payment runs that somebody else prepared", Roles.Supervisor) { StepUp = true, Nation = true },
        new("payments.release", "Release payment runs that somebody else approved", Roles.Officer, Roles.Supervisor) { StepUp = true, Nation = true },
        new("payments.batches", "See and fetch batches; an agency's user its own only", Roles.Officer, Roles.Supervisor, Roles.Auditor, Roles.Agency) { Nation = true },
        new("payments.answer", "Send status files; an agency's user for its own agency only", Roles.Officer, Roles.Agency) { Nation = true },
        new("payments.reconcile", "Settle contradictory answers and close batches", Roles.Supervisor) { StepUp = true, Nation = true },
        new("payments.propose-deductions", "Propose court orders to be withheld, and their end", Roles.Officer, Roles.Supervisor),
        new("payments.deductions", "Approve deductions that somebody else proposed", Roles.Supervisor) { StepUp = true },
        new("payments.prepare-payouts", "Prepare and cancel payouts of withheld amounts to creditors", Roles.Officer, Roles.Supervisor) { Nation = true },
        new("payments.confirm-payouts", "Confirm payouts that somebody else prepared", Roles.Supervisor) { StepUp = true, Nation = true },
        new("payments.propose-addresses", "Propose where payments of a scheme go, verify addresses and note objections", Roles.Officer, Roles.Supervisor),
        new("payments.addresses", "Approve addresses that somebody else proposed, and settle objections", Roles.Supervisor) { StepUp = true },
        new("payments.propose-payees", "Propose another payee of an award, and its end", Roles.Officer, Roles.Supervisor) { Nation = true },
        new("payments.payees", "Approve payees that somebody else proposed", Roles.Supervisor) { StepUp = true, Nation = true },
        new("payments.propose-emergencies", "Propose emergency events, check lists of persons and put them up", Roles.Officer, Roles.Supervisor) { Nation = true },
        new("payments.emergencies", "Approve emergency events and lists that somebody else proposed", Roles.Supervisor) { StepUp = true, Nation = true },
        new("payments.propose-vouchers", "Propose vouchers to be made", Roles.Officer, Roles.Supervisor) { Nation = true },
        new("payments.vouchers", "Approve vouchers that somebody else proposed, activate and cancel them", Roles.Supervisor) { StepUp = true, Nation = true },
        new("payments.export-vouchers", "Export the numbers of vouchers, once", Roles.Officer, Roles.Supervisor) { StepUp = true, Nation = true },
        new("payments.redeem-vouchers", "Take vouchers for the own agency", Roles.Agency) { StepUp = true },
        new("payments.govstack", "Call the payments interfaces of GovStack, where the profile is on", Roles.Officer) { StepUp = true, Nation = true },
        new("payments.mapper", "Ask the account mapper for addresses, and tell it those that are verified", Roles.Officer) { Nation = true },
        new("payments.name-checks", "Make lists of accounts for agencies to say whose they are, and send their answers in", Roles.Officer) { Nation = true },
        new("payments.decide-name-checks", "Decide by both names whether an account is the person's", Roles.Officer, Roles.Supervisor) { StepUp = true, Nation = true },
        new("payments.close-month", "Close a month of the payment books that somebody else put up", Roles.Supervisor) { StepUp = true, Nation = true },
        new("payments.propose-funding", "Propose funding accounts and enter what the bank booked on them", Roles.Officer, Roles.Supervisor) { Nation = true },
        new("payments.funding", "Approve funding accounts and movements that somebody else proposed", Roles.Supervisor) { StepUp = true, Nation = true },
        new("payments.propose-agencies", "Propose to add, change or close payment agencies", Roles.Officer, Roles.Supervisor) { Nation = true },
        new("payments.agencies", "Approve changes of payment agencies that somebody else proposed", Roles.Supervisor) { StepUp = true, Nation = true },
    ];

    /// <inheritdoc />
    public void Add(ModuleBuilder module)
    {
        module.AddDb<PaymentsDb>().AddStatistics<PaymentsSet>()
            .AddConsumer<KeepAwards, PaymentsDb, Contracts.Eligibility.AwardsDecided>()
            .AddConsumer<KeepPayees, PaymentsDb, Contracts.Registration.PersonsRecorded>()
            .AddConsumer<KeepRestricted, PaymentsDb, Contracts.Registration.PersonsRestricted>()
            .AddConsumer<KeepMerges, PaymentsDb, Contracts.Registration.PersonsMerged>()
            .AddConsumer<KeepMergesUndone, PaymentsDb, Contracts.Registration.MergeUndone>()
            .AddConsumer<KeepDuplicates, PaymentsDb, Contracts.Registration.DuplicatesOpened>()
            .AddConsumer<KeepDuplicatesSettled, PaymentsDb, Contracts.Registration.DuplicatesSettled>()
            .AddConsumer<NoteRegistrationClearance, PaymentsDb, Contracts.Registration.ClearanceGiven>()
            .AddConsumer<NoteEligibilityClearance, PaymentsDb, Contracts.Eligibility.ClearanceGiven>()
            .AddRunWorker<PrepareWorker>()
            .AddRunWorker<ReleaseWorker>()
            .AddRunWorker<StatusWorker>()
            .AddProposedAct<ApprovedPaymentRun>(ApprovePaymentRun.Act, "payments.approve", ownSteps: true)
            .AddConsumer<KeepRecoveries, PaymentsDb, Contracts.Eligibility.RecoveriesDecided>()
            .AddProposedAct<OrderDeduction>(OrderDeduction.Act, "payments.deductions")
            .AddProposedAct<EndDeduction>(EndDeduction.Act, "payments.deductions")
            .AddProposedAct<ChooseAddress>(ChooseAddress.Act, "payments.addresses")
            .AddProposedAct<EndChoice>(EndChoice.Act, "payments.addresses")
            .AddProposedAct<RestoreAddress>(RestoreAddress.Act, "payments.addresses")
            .AddProposedAct<NamePayee>(NamePayee.Act, "payments.payees")
            .AddProposedAct<EndPayee>(EndPayee.Act, "payments.payees")
            .AddProposedAct<OpenEvent>(OpenEvent.Act, "payments.emergencies")
            .AddProposedAct<ApproveList>(ApproveList.Act, "payments.emergencies")
            .AddRunWorker<CheckListWorker>()
            .AddRunWorker<HandOverWorker>()
            .AddProposedAct<CreateVouchers>(CreateVouchers.Act, "payments.vouchers")
            .AddRunWorker<VoucherWorker>()
            .AddClockwork<VoucherClock>()
            .AddProposedAct<ApprovedAgency>(ProposeAgency.Act, "payments.agencies")
            .AddProposedAct<CloseAgency>(CloseAgency.Act, "payments.agencies")
            .AddClockwork<FolderClock>()
            .AddClockwork<LinkClock>()
            .AddRunWorker<ResolveWorker>()
            .AddRunWorker<TellWorker>()
            .AddClockwork<MapperClock>()
            .AddRunWorker<NameAnswerWorker>()
            .AddProposedAct<OpenFunding>(OpenFunding.Act, "payments.funding")
            .AddProposedAct<EnterMovement>(EnterMovement.Act, "payments.funding")
            .AddProposedAct<CloseMonth>(CloseMonth.Act, "payments.close-month");
        var services = module.Services;
        services.TryAddSingleton(provider => new FileStore(Path.Combine(provider.GetRequiredService<SpmisDatabase>().DataFolder, "files")));
        services.AddSingleton<InstructionSeal>().AddSingleton<OrderSignature>().AddSingleton<OwnPgpKeys>().AddSingleton<OrderProtection>().AddSingleton<AgencyFolders>().AddSingleton<WorkingDays>();
        services.AddScoped<FundingFigures>().AddScoped<OpenFunding>().AddScoped<EnterMovement>().AddScoped<CompareBalance>();
        services.AddScoped<PaymentCalendar>().AddScoped<ApprovalLimits>();
        services.AddScoped<DropBatches>().AddScoped<PickUpFiles>().AddScoped<ExchangeFiles>().AddScoped<OrderDeduction>().AddScoped<EndDeduction>().AddScoped<DeductionFigures>();
        services.AddScoped<ProposeAgency>().AddScoped<AgencyChecks>().AddScoped<CloseAgency>().AddScoped<TryAgency>().AddScoped<DeclareAddresses>().AddScoped<VerifyAddress>().AddSingleton<CoolingOff>().AddScoped<ChooseAddress>().AddScoped<EndChoice>().AddScoped<RestoreAddress>().AddScoped<ObjectToAddress>().AddScoped<AddressFigures>().AddScoped<SettleObjection>().AddScoped<OpenCycle>().AddScoped<ClearanceGate>();
        services.AddScoped<PreparePaymentRun>().AddScoped<MakeInstructions>().AddScoped<SubmitPaymentRun>().AddScoped<ApprovePaymentRun>().AddScoped<ReleasePaymentRun>().AddScoped<CancelPaymentRun>();
        services.AddScoped<RecheckInstructions>().AddScoped<PaymentRunFigures>().AddScoped<HoldPayment>().AddScoped<ReissuePayment>();
        services.AddScoped<CutBatch>().AddScoped<WriteBatchFile>().AddScoped<HandOverBatches>().AddScoped<DownloadBatch>().AddScoped<MaskedBatch>().AddScoped<CloseBatch>().AddScoped<BatchFigures>();
        services.AddScoped<ImportStatusFile>().AddScoped<ApplyAnswers>().AddScoped<RecordOutcomes>().AddScoped<SettleContradiction>();
        services.AddScoped<PostPayments>().AddScoped<ReadBooks>().AddScoped<WriteLedger>().AddScoped<CloseMonth>().AddScoped<PaymentPromises>().AddScoped<VerifyPayments>().AddScoped<MissingAnswers>().AddScoped<TryStatusFile>().AddScoped<RunSteps>();
        LinkClient.Add(services);
        services.AddSingleton<LinkHosts>().AddSingleton<LinkClient>().AddSingleton<OwnG2pKeys>().AddSingleton<SignedLink>().AddScoped<IOrderLink, G2pConnectLink>().AddScoped<IOrderLink, GovStackLink>().AddScoped<SendBatch>().AddScoped<SendBatches>().AddScoped<SendAgain>();
        services.AddSingleton<MapperSettings>().AddSingleton<MapperClient>().AddScoped<ResolveAddresses>().AddScoped<TakeResolved>().AddScoped<TellMapper>().AddScoped<KeepTellings>().AddScoped<MapperFigures>();
        services.AddScoped<VerifyManyAddresses>().AddScoped<MakeNameCheckList>().AddScoped<ImportNameAnswers>().AddScoped<ApplyNameAnswers>().AddScoped<DecideNameCheck>();
        services.AddScoped<PayoutFigures>().AddScoped<PreparePayout>().AddScoped<ConfirmPayout>().AddScoped<NamePayee>().AddScoped<EndPayee>().AddScoped<PayeeFigures>();
        services.AddScoped<OpenEvent>().AddScoped<CheckList>().AddScoped<CheckLines>().AddScoped<ApproveList>().AddScoped<HandOverLines>();
        services.AddSingleton<VoucherNumbers>().AddScoped<CreateVouchers>().AddScoped<ChangeVouchers>().AddScoped<MoveVouchers>().AddScoped<ExportVouchers>().AddScoped<RedeemVoucher>().AddScoped<ChangeVoucher>().AddScoped<VoucherFigures>();
        services.AddSingleton<GovStackProfile>().AddScoped<TakeInstructions>();
        services.AddMenu<PaymentsTexts>(new MenuItem("My payments", "/me/payments", "me.payments", 50), new MenuItem("Payments", "/payments", "payments.read", 400), new MenuItem("Batches", "/payments/batches", "payments.batches", 410));
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
        PayoutsApi.Map(api);
        FundingApi.Map(api);
        AddressesApi.Map(api);
        PayeesApi.Map(api);
        EmergenciesApi.Map(api);
        VouchersApi.Map(api);
        MapperApi.Map(api);
        GovStackApi.Map(api);
        G2pConnectApi.Map(api);
    }
}
