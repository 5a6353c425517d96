using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Spmis.Contracts.Contributions;
using Spmis.Contracts.Identity;
using Spmis.Contracts.Payments;
using Spmis.Kernel.Access;
using Spmis.Kernel.Data;
using Spmis.Kernel.Files;
using Spmis.Kernel.Hosting;
using Spmis.Kernel.Secrets;
using Spmis.Registration.Accounts;
using Spmis.Registration.Api;
using Spmis.Registration.Areas;
using Spmis.Registration.Associations;
using Spmis.Registration.Cards;
using Spmis.Registration.Changes;
using Spmis.Registration.Duplicates;
using Spmis.Registration.Employers;
using Spmis.Registration.Employments;
using Spmis.Registration.Facts;
using Spmis.Registration.Forms;
using Spmis.Registration.Home;
using Spmis.Registration.Households;
using Spmis.Registration.Imports;
using Spmis.Registration.Linking;
using Spmis.Registration.Objections;
using Spmis.Registration.Offices;
using Spmis.Registration.Persons;
using Spmis.Registration.Promises;
using Spmis.Registration.Photos;
using Spmis.Registration.Reactions;
using Spmis.Registration.Restrictions;
using Spmis.Registration.Statistics;
using Spmis.Web.Home;
using Spmis.Web.Menu;

namespace Spmis.Registration;

/// <summary>Everything the registration module plugs into the house.</summary>
public sealed class RegistrationModule : IModule
{
    /// <summary>Schema, database file, API prefix and queue.</summary>
    public const string ModuleName = "registration";

    /// <inheritdoc />
    public string Name => ModuleName;

    /// <inheritdoc />
    public IReadOnlyList<Permission> Permissions { get; } =
    [
        new(May.ReadPersons, "Find and read persons", Roles.Officer, Roles.Supervisor, Roles.Auditor, Roles.Administrator),
        new(May.ReportOnPersons, "Give a person the report of all that is held on them and who looked", Roles.Officer, Roles.Supervisor, Roles.Auditor),
        new(May.RegisterPersons, "Register persons and households", Roles.Officer, Roles.Supervisor),
        new(May.CorrectPersons, "Correct details and record deaths", Roles.Officer, Roles.Supervisor),
        new(May.RecordFacts, "Record answers to questionnaires and consents", Roles.Officer, Roles.Supervisor),
        new(May.ReadSensitive, "Read sensitive facts: disability, residence and migration", Roles.Officer, Roles.Supervisor),
        new(May.SeeIdentifiers, "See identifiers, telephones and accounts of persons in full", Roles.Officer, Roles.Supervisor),
        new(May.ReadRestricted, "See records of persons to which access is restricted", Roles.Supervisor, Roles.Auditor),
        new(May.RestrictPersons, "Ask that access to a person's record is restricted, or open again", Roles.Officer, Roles.Supervisor),
        new(May.ApproveRestrictions, "Approve that access to a person's record is restricted, or open again", Roles.Supervisor) { StepUp = true },
        new(May.ReadObjections, "See objections of persons to the use of their data", Roles.Officer, Roles.Supervisor, Roles.Auditor),
        new(May.DecideObjections, "Answer objections of persons to the use of their data", Roles.Supervisor),
        new(May.Import, "Import files of persons and employers", Roles.Officer, Roles.Supervisor, Roles.Administrator) { Nation = true },
        new(May.ApproveChanges, "Approve changes of name, birth date, sex, number or address that somebody else asked for", Roles.Supervisor) { StepUp = true },
        new(May.SeePhotos, "See photographs of persons", Roles.Officer, Roles.Supervisor),
        new(May.KeepPhotos, "Take in, replace and remove photographs of persons", Roles.Officer, Roles.Supervisor),
        new(May.IssueCards, "Issue and replace registration cards", Roles.Officer, Roles.Supervisor),
        new(May.OfferAccounts, "Hand out codes with which persons, employers and associations open accounts of their own", Roles.Officer, Roles.Supervisor) { StepUp = true },
        new(May.ReadOwn, "See the own record, consent, object, and ask for corrections", Roles.Person),
        new(May.ReviewDuplicates, "Review likely duplicates and propose merges", Roles.Officer, Roles.Supervisor),
        new(May.ApproveMerges, "Approve merges that somebody else prepared", Roles.Supervisor),
        new(May.ReadEmployers, "Find and read employers; an employer's user its own only", Roles.Officer, Roles.Supervisor, Roles.Auditor, Roles.Administrator, Roles.Employer),
        new(May.RegisterEmployers, "Register employers", Roles.Officer, Roles.Supervisor),
        new(May.ReadAssociations, "Find and read associations with their members", Roles.Officer, Roles.Supervisor, Roles.Auditor, Roles.Administrator),
        new(May.KeepAssociations, "Register, change and close associations, enrol their members and take censuses", Roles.Officer, Roles.Supervisor),
        new(May.OwnAssociation, "See the own association and its members, and ask the office for changes of them", Roles.Association),
        new(May.ApproveCensuses, "Approve the differences of a census that somebody else prepared", Roles.Supervisor) { StepUp = true },
        new(May.ManageAreas, "Rename, merge and split areas, and say which office serves them", Roles.Supervisor, Roles.Administrator) { Nation = true },
        new(May.ReadRuns, "Read imports and rounds of duplicate detection", Roles.Officer, Roles.Supervisor, Roles.Auditor, Roles.Administrator),
    ];

    /// <inheritdoc />
    public void Add(ModuleBuilder module)
    {
        module.AddDb<RegistrationDb>().AddStatistics<PersonsSet>()
            .AddConsumer<MatchWorkers, RegistrationDb, MatchPersons>()
            .AddConsumer<KeepEmployments, RegistrationDb, WorkersDeclared>()
            .AddConsumer<KeepOffices, RegistrationDb, OfficesRecorded>()
            .AddConsumer<KeepHolder, RegistrationDb, StaffHolderNamed>()
            .AddConsumer<AnswerClearance, RegistrationDb, ClearanceAsked>()
            .AddRunWorker<ImportPersonsWorker>()
            .AddRunWorker<ImportEmployersWorker>()
            .AddRunWorker<ImportAreasWorker>()
            .AddRunWorker<EnrolMembersWorker>()
            .AddRunWorker<EndMembersWorker>()
            .AddRunWorker<ReopenMembersWorker>()
            .AddRunWorker<CompareCensusWorker>()
            .AddRunWorker<ApplyCensusWorker>()
            .AddRunWorker<MapAddressesWorker>()
            .AddRunWorker<CarryAreaWorker>()
            .AddRunWorker<TellAreasWorker>()
            .AddRunWorker<RecertifyAreaWorker>()
            .AddRunWorker<FindDuplicatesWorker>()
            .AddRunWorker<MergeCertainWorker>()
            .AddRunWorker<SealAnswersWorker>()
            .AddClockwork<AnswersAtStart>()
            .AddClockwork<TellAreasAtStart>()
            .AddClockwork<NightlyRounds>()
            .AddProposedAct<MergePersons>(MergePersons.Act, May.ApproveMerges)
            .AddProposedAct<UndoMerge>(UndoMerge.Act, May.ApproveMerges)
            .AddProposedAct<MergeCertain>(MergeCertain.Act, May.ApproveMerges)
            .AddProposedAct<ApproveCensus>(ApproveCensus.Act, May.ApproveCensuses)
            .AddProposedAct<AdmitMember>(AdmitMember.Act, May.KeepAssociations)
            .AddProposedAct<DismissMember>(DismissMember.Act, May.KeepAssociations)
            .AddProposedAct<ChangePerson>(ChangePerson.Act, May.ApproveChanges)
            .AddProposedAct<RestrictPerson>(RestrictPerson.Act, May.ApproveRestrictions)
            .AddProposedAct<LiftRestriction>(LiftRestriction.Act, May.ApproveRestrictions);
        var services = module.Services;
        services.TryAddSingleton(provider => new FileStore(Path.Combine(provider.GetRequiredService<SpmisDatabase>().DataFolder, "files")));
        services.AddSingleton<ScorerCache>().AddScoped<RegisterScorer>().AddScoped<CandidateLookup>();
        services.AddSingleton<AreaLevels>().AddScoped<FindAreas>().AddScoped<BrowseAreas>().AddScoped<ChangeAreas>().AddScoped<Residence>();
        services.AddScoped<RegisterPerson>().AddScoped<FindLikely>().AddScoped<CorrectDetails>().AddScoped<RecordDeath>().AddScoped<SearchPersons>().AddScoped<SoundAlike>().AddScoped<ReadPerson>().AddScoped<ReadHistory>();
        services.AddSingleton<FormBook>().AddScoped<AnswerForm>().AddScoped<SealAnswers>().AddScoped<ISealedTexts>(provider => provider.GetRequiredService<SealAnswers>()).AddScoped<KeepConsents>().AddSingleton<ObjectionTerm>().AddScoped<FileObjection>().AddScoped<DecideObjection>().AddScoped<ReadObjections>().AddScoped<ReadFacts>().AddScoped<RecordIdentifier>();
        services.AddScoped<OfferAccount>();
        services.AddScoped<IOwnHousehold, OwnHousehold>();
        services.AddScoped<ProposeRestriction>().AddScoped<RestrictPerson>().AddScoped<ProposeLifting>().AddScoped<LiftRestriction>();
        services.AddScoped<KeepPhoto>().AddScoped<ReadPhoto>();
        services.AddSingleton<CardKeys>().AddScoped<IssueCard>().AddScoped<ReadCards>();
        services.AddSingleton<ChangeKinds>().AddScoped<RequestChange>().AddScoped<ChangePerson>().AddScoped<Recertify>();
        services.AddScoped<Membership>().AddScoped<FoundHousehold>();
        services.AddScoped<RegisterEmployer>().AddScoped<SearchEmployers>();
        services.AddSingleton<CensusInterval>().AddScoped<RegisterAssociation>().AddScoped<ChangeAssociation>().AddScoped<CloseAssociation>().AddScoped<ReadAssociation>().AddScoped<EnrolMember>().AddScoped<StartMemberList>().AddScoped<TakeCensus>().AddScoped<ApproveCensus>().AddScoped<ReadOwnAssociation>().AddScoped<AskForMembership>().AddScoped<AdmitMember>().AddScoped<DismissMember>();
        services.AddMenu<RegistrationTexts>(new MenuItem("Persons", "/persons", May.ReadPersons, 100));
        services.AddMenu<RegistrationTexts>(new MenuItem("Employers", "/employers", May.ReadEmployers, 110));
        services.AddMenu<RegistrationTexts>(new MenuItem("Associations", "/associations", May.ReadAssociations, 115));
        services.AddMenu<RegistrationTexts>(new MenuItem("My record", "/me", May.ReadOwn, 10));
        services.AddMenu<RegistrationTexts>(new MenuItem("Our association", "/association", May.OwnAssociation, 10));
        services.AddMenu<RegistrationTexts>(new MenuItem("Members", "/association/members", May.OwnAssociation, 12));
        services.AddScoped<IHomeTasks, RegistrationHome>();
        services.AddScoped<StartImport>().AddScoped<ImportsReconcile>().AddScoped<ReadRun>().AddScoped<ImportFile>().AddScoped<ImportPersonsChunk>();
        services.AddScoped<FindDuplicates>().AddScoped<ListCases>().AddScoped<OpenCases>().AddScoped<ReviewDuplicate>().AddScoped<ProposeMerge>().AddScoped<ProposeUndo>().AddScoped<ProposeCertainMerges>().AddScoped<MergeRecords>();
        services.AddScoped<MatchByNumber>().AddScoped<MatchByLikeness>().AddScoped<RegisterStrangers>();
    }

    /// <inheritdoc />
    public void MapApi(RouteGroupBuilder api)
    {
        PersonsApi.Map(api);
        EmployersApi.Map(api);
        AssociationsApi.Map(api);
        AreasApi.Map(api);
        FactsApi.Map(api);
        PhotosApi.Map(api);
        MyApi.Map(api);
        OwnAssociationApi.Map(api);
        ObjectionsApi.Map(api);
        ChangesApi.Map(api);
        RestrictionsApi.Map(api);
        DuplicatesApi.Map(api);
        RunsApi.Map(api);
    }
}
