global using Shouldly;
global using Xunit;

// One portal and one browser for all tests.
[assembly: AssemblyFixture(typeof(Spmis.Tests.Browser.Portal))]

// A page is awaited more than it is computed: three walks keep two processors busy.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
