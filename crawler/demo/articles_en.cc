// The English stories.
#include "crawler/demo/article.h"

namespace crawler::demo {
namespace {

using enum Section;

constexpr Story kStories[] = {
    {harbour, "last-ferry-waits-for-the-night-shift", 9, 1,
     "Last ferry will wait for the night shift",
     "The last ferry of the day leaves ten minutes later from April, so that nurses and cleaners "
     "coming off the late shift no longer have to run for it.",
     "The company counted for six weeks before it agreed: on an average evening eleven people "
     "reached the landing in time to see the stern lights. The captain had been waiting for them "
     "unofficially whenever he recognised the footsteps."},
    {market, "mackerel-auction-moves-outdoors", 2, 4,
     "Mackerel auction moves outdoors for the spring",
     "The morning fish auction has left its hall and will be held under the awnings until the "
     "autumn storms.",
     "Bidders say the light is better and the jokes carry further. The first lot of the season, "
     "forty kilos of mackerel, went to the school kitchen after the hotel's buyer stopped to "
     "answer "
     "his telephone."},
    {weather, "a-quiet-gale-and-a-loud-kettle", 1, 5, "A quiet gale and a very loud kettle",
     "Tuesday's gale passed south of the bay and left the weather station with little to report "
     "except its own kettle, which whistled through the evening bulletin.",
     "Gusts on the hill reached 78 kilometres an hour, well below what had been feared. Four roof "
     "tiles came down in the upper town, and a garden umbrella was found on top of the bus stop, "
     "open and undamaged."},
    {school, "pupils-map-every-step-in-town", 8, 3,
     "Pupils map every step in town, all 4,211 of them",
     "A class of twelve-year-olds has counted and mapped every outdoor step in the town to help "
     "people with prams and wheelchairs find a way round.",
     "The map shows thirty-one flights, the steepest beside the bakery and the longest up to the "
     "lighthouse. On the way the class found two flights that no street plan mentions and a cat "
     "that appears on six different photographs."},
    {sport, "petrels-win-in-the-rain", 8, 6, "Petrels win in the rain with ten borrowed boots",
     "The Petrels beat the Cannery eleven by three goals to two on Sunday although half their kit "
     "was still drying in the laundry.",
     "Five players appeared in boots borrowed from the visitors, who regretted their kindness "
     "after twenty minutes. The winning goal came off a puddle, which the referee ruled to be part "
     "of the pitch."},
    {archive, "the-diver-who-mended-clocks", 6, 7, "The diver who mended clocks",
     "A box of receipts in the town archive shows that the harbour's first diver earned more by "
     "repairing clocks than by going under water.",
     "Between 1926 and 1931 he raised two anchors, one piano and a safe, and mended three hundred "
     "and six clocks. The safe was empty. The piano, according to a note on the back of a bill, "
     "could still be played in the upper half."},
    {harbour, "dredger-finds-a-bell", 0, 0, "Dredger brings up a ship's bell nobody had lost",
     "The dredger deepening the channel off the quay brought up a bronze bell on Thursday, and no "
     "wreck is known within two miles of the place.",
     "The bell carries no name, only a year that may be 1871 or 1877. Until the museum has "
     "decided, "
     "it hangs in the harbour office, where it is rung when the coffee is ready."},
    {market, "honey-from-the-roofs", 7, 9, "Honey from the roofs sells out before noon",
     "The first honey from the hives on the roofs around the square was gone before noon on "
     "Saturday, forty jars in all.",
     "The bees have been working the banyan, the window boxes and, to judge by the taste, the "
     "orange trees behind the police station. The keepers hope for a hundred jars in the summer "
     "and ask people not to wave at the bees."},
    {weather, "spring-tide-fills-the-cellars", 5, 5,
     "Spring tide expected to fill the lower cellars",
     "The highest tide of the year is due on Saturday night, and the owners of the eleven lowest "
     "cellars have been asked to carry everything upstairs.",
     "The station expects 4.62 metres, nine centimetres below the record. Volunteers with trolleys "
     "will be out from four in the afternoon. Last year they saved two hundred bottles of vinegar, "
     "a sewing machine and a stuffed heron."},
    {school, "library-lends-telescopes", 6, 2, "Library now lends telescopes",
     "Six small telescopes can be borrowed from the town library from this week, two weeks at a "
     "time, with a star map and a warning not to look at the sun.",
     "They were bought with the proceeds of the autumn book sale. The first borrower, aged nine, "
     "reported the next morning that the moon has more holes than she had been told."},
    {archive, "how-the-bridge-got-its-second-bell", 3, 7, "How the bridge got its second bell",
     "For forty years two bells have rung when the bridge opens, and until last week nobody could "
     "say why.",
     "The answer was in the minutes of a council meeting: the first bell was tuned to the same "
     "note "
     "as the ferry's, and after a cyclist had waited at an open bridge for a ferry that was not "
     "coming, a second one was bought second-hand from a closed school."},
    {sport, "rowing-crew-of-grandmothers", 0, 8, "Grandmothers' crew enters the spring regatta",
     "A crew with a combined age of 402 will start in this year's spring regatta, in a boat they "
     "repaired themselves.",
     "All six used to gut fish at the same table and say the rhythm is much the same. They train "
     "at "
     "dawn, when nobody is watching, and have already beaten the fire brigade, which was not aware "
     "that it was racing."},
    {harbour, "seals-return-to-the-spit", 4, 0, "Seals return to the Spit after eleven years",
     "Five common seals have been resting on the outer end of the Spit since the weekend, the "
     "first "
     "to stay for more than a day since 2015.",
     "The harbour office has moved the small-boat channel eighty metres to the west until they "
     "leave. Fishermen take it calmly: there is enough herring this year, they say, and the seals "
     "do not use the ice machine."},
    {market, "knife-grinder-finds-a-successor", 2, 4, "Knife grinder finds a successor after all",
     "After a year of looking, the market's knife grinder has found someone to take over his "
     "wheel: "
     "the baker's daughter, who had come to have one knife sharpened and stayed to watch.",
     "He will work beside her until midsummer. The bicycle that drives the wheel is older than "
     "both "
     "of them together and will stay, as will the sign, which has been missing a letter since the "
     "flood."},
    {weather, "frost-on-the-mole", 5, 5, "Late frost turns the mole to glass",
     "Spray froze on the mole on Monday morning, the latest frost recorded here in thirty-four "
     "years.",
     "Sand was spread from six o'clock, and the anglers who usually stand there were given the "
     "waiting room of the ferry landing instead. They caught nothing, but finished two games of "
     "cards and repaired the radiator."},
    {school, "school-radio-goes-on-air", 8, 3,
     "School radio goes on air with the shipping forecast",
     "The pupils' radio station opened on Wednesday with the shipping forecast, read by four "
     "voices "
     "in turn and followed by an interview with the caretaker.",
     "It can be heard within about three kilometres, which is most of the town and a good part of "
     "the anchorage. Two trawlers asked for a song. The next broadcast will bring a serial about "
     "a lighthouse whose light is afraid of the dark."},
    {archive, "ration-book-recipes", 2, 7, "Recipes from the margins of the ration books",
     "Volunteers sorting ration books of the lean years have found fifty-three recipes pencilled "
     "into the margins.",
     "Most make something out of seaweed. The town kitchen has tried nine of them and will serve "
     "the "
     "three that were finished to the last spoon. One recipe says only: do not tell the children, "
     "and then names a root."},
    {sport, "night-race-to-the-lighthouse", 1, 6, "Night race to the lighthouse draws two hundred",
     "Two hundred runners with lamps on their heads climbed to the lighthouse on Friday night, and "
     "from the water it looked like a necklace being pulled uphill.",
     "The winner needed eleven minutes and four seconds. The last to arrive, a retired postman, "
     "took "
     "fifty minutes because he stopped to tell people which houses used to have dogs."},
    {harbour, "quay-crane-gets-a-new-coat", 0, 8, "The old quay crane gets a new coat of paint",
     "The crane that has not lifted anything since 1998 is being painted, in the same green as "
     "before, after a vote in which 612 people took part.",
     "Yellow lost by nineteen votes. Painters found a nest with four eggs in the cabin and have "
     "agreed to leave that side until June, so the crane will be two shades of green in the "
     "meantime."},
    {market, "ice-works-to-sell-its-cold", 9, 8, "Ice works to sell its spare warmth",
     "The ice works will heat the ferry waiting room and the public baths with the warmth its "
     "machines have been blowing into the street for thirty years.",
     "The pipes are short and the sums are simple: four thousand litres of oil saved each winter. "
     "The only losers are the cats of the back lane, for whom a warm grating will be kept."},
    {weather, "rain-gauge-wins-a-prize", 3, 5, "A home-made rain gauge wins a national prize",
     "A rain gauge built from a paint tin and a bicycle counter by a Haiwan bridge keeper has won "
     "second prize in a national competition for home-made instruments.",
     "It empties itself every two millimetres and sends a click down an old telephone wire. In a "
     "year of comparison it differed from the station's instrument by less than a teaspoon."},
    {school, "the-story-bus-starts-again", 7, 2, "The story bus starts again with new tyres",
     "The library's story bus is on the road again after a winter in the garage and will stop in "
     "five villages every second week.",
     "It carries nine hundred books, a carpet and a stove. During the repairs mechanics found a "
     "picture book that had been missing since 2009 behind the rear seat. The fine has been "
     "waived."},
    {archive, "a-wedding-photograph-comes-home", 7, 7, "A wedding photograph comes home",
     "A wedding photograph taken under the banyan in 1953 has come back to the couple's "
     "granddaughter from a flea market two thousand kilometres away.",
     "The buyer had recognised the tree. On the back somebody had written the menu, the names of "
     "twenty-two guests and the words: it rained, nobody minded."},
    {sport, "chess-under-the-banyan", 7, 9, "Chess under the banyan: a draw, and soup for all",
     "The spring chess final between a dentist and a ferry stoker ended in a draw after three "
     "evenings and one adjournment for thunder.",
     "Each move could take as long as a stick of incense burns. The organisers had bought two "
     "boxes "
     "and needed a third. As the prize could not be divided it was boiled, and there was enough "
     "for "
     "all who had stayed."},
    {harbour, "fog-signal-saved-by-petition", 5, 0, "Fog signal saved by 1,904 signatures",
     "The fog signal on the mole will not be switched off after all: 1,904 people, a third of the "
     "town, signed to keep it.",
     "Satellite navigation has made it unnecessary on paper. On the water, said the petition, "
     "paper "
     "gets wet. The signal will sound for one minute in five instead of one in two, so that guests "
     "of the hotel can sleep in instalments."},
    {archive, "the-map-with-the-wrong-island", 4, 7, "The map with an island that never was",
     "A chart of 1840 given to the archive shows an island in the bay where there has never been "
     "one, complete with a well and three houses.",
     "Historians suspect a trap for copyists: whoever printed the island had stolen the map. At "
     "least four later atlases have it. One of them adds a church."},
    {market, "buttons-from-the-beach", 8, 8, "Buttons from the beach find their way to town",
     "Shells from the beach that used to be sold by weight for garden paths are now cut into "
     "buttons, two hundred to the pound.",
     "Three retired tailors do the work with one drilling machine. No two buttons are alike, which "
     "the customers like and the tailors call unavoidable. The first shirts with them are in the "
     "window of the outfitter's on the square."},
};

}  // namespace

std::span<const Story> english_stories() { return kStories; }

}  // namespace crawler::demo
