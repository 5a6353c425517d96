global using Shouldly;
global using Xunit;

// One portal and one browser for all tests.
[assembly: AssemblyFixture(typeof(Spmis.Tests.Browser.Portal))]
