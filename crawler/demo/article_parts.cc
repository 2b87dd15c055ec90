// What articles share: who speaks, where things happen, and how pieces end.
#include <array>

#include "crawler/demo/article.h"

namespace crawler::demo {
namespace {

constexpr Person kPeople[] = {
    {{"林秋禾", "Lin Qiuhe"}, {"港务长", "harbour master"}},
    {{"陈望海", "Chen Wanghai"}, {"渡轮船长", "captain of the morning ferry"}},
    {{"苏敏", "Su Min"}, {"镇图书馆馆员", "librarian on duty"}},
    {{"郑远", "Zheng Yuan"}, {"石滩中学校长", "head of Shingle Beach School"}},
    {{"何桂香", "He Guixiang"}, {"鱼市摊主", "longest-serving fishmonger of the market"}},
    {{"顾晓晴", "Gu Xiaoqing"}, {"气象站观测员", "observer at the weather station"}},
    {{"罗大川", "Luo Dachuan"}, {"海燕足球队教练", "coach of the Petrels"}},
    {{"沈一舟", "Shen Yizhou"}, {"镇档案室管理员", "keeper of the town archive"}},
    {{"黄石生", "Huang Shisheng"}, {"渔民合作社社长", "chair of the fishing cooperative"}},
    {{"叶青", "Ye Qing"}, {"副镇长", "deputy mayor"}},
};

constexpr Place kPlaces[] = {
    {{"北码头", "North Quay"},
     {"北码头建成至今四十六年，石阶上的青苔标出每一次大潮的高度。",
      "North Quay is forty-six years old, and the moss on its steps marks the height of every "
      "spring tide since."}},
    {{"灯塔山", "Lighthouse Hill"},
     {"灯塔山海拔一百一十二米，是全镇最先看到日出的地方。",
      "Lighthouse Hill is 112 metres high and the first place in town to see the sun."}},
    {{"旧盐市", "the Old Salt Market"},
     {"旧盐市从前堆满盐包，如今是七十多个摊位的早市，天亮前最热闹。",
      "The Old Salt Market once held nothing but sacks; today its seventy stalls are busiest "
      "before "
      "dawn."}},
    {{"潮门桥", "Tidegate Bridge"},
     {"潮门桥每逢高潮升起一次，司机们习惯在桥头买一杯豆浆等船过去。",
      "Tidegate Bridge opens once at every high water, and drivers have learnt to buy a cup of soy "
      "milk while the boats go through."}},
    {{"沙嘴", "the Spit"},
     {"沙嘴是一条伸进海湾的细长沙洲，冬天有两千多只涉禽在那里过夜。",
      "The Spit is a thin finger of sand in the bay where two thousand waders roost in winter."}},
    {{"东堤", "the East Mole"},
     {"东堤长六百八十米，尽头的红灯每三秒闪一次。",
      "The East Mole runs 680 metres out to sea and ends in a red light that blinks every three "
      "seconds."}},
    {{"镇图书馆", "the town library"},
     {"镇图书馆设在从前的海关楼里，阅览室的窗户正对着航道。",
      "The town library lives in the former customs house, and its reading room looks straight "
      "down "
      "the channel."}},
    {{"榕树广场", "Banyan Square"},
     {"榕树广场的老榕树要五个人才能合抱，树下的棋局据说从未真正散过。",
      "It takes five people to embrace the old tree on Banyan Square, and the chess game beneath "
      "it "
      "is said never to have ended."}},
    {{"石滩", "Shingle Beach"},
     {"石滩上没有沙，只有被浪磨圆的灰石，退潮时走上去像踩着一排琴键。",
      "There is no sand on Shingle Beach, only grey stones rounded by the waves that ring like "
      "keys "
      "underfoot at low tide."}},
    {{"渡轮站", "the ferry landing"},
     {"渡轮站每天发船十四班，候船室墙上的钟总是快两分钟，这是故意的。",
      "Fourteen ferries leave the landing every day; the clock in the waiting room is two minutes "
      "fast, on purpose."}},
};

constexpr Bilingual kEndings[] = {
    {"有意参加的居民可在本周五之前到服务台登记，不收费用。",
     "Residents who want to take part can sign up at the service desk until Friday, free of "
     "charge."},
    {"下一次说明会定于三月二十八日晚七点举行，会后备有热茶。",
     "The next public meeting is on 28 March at seven in the evening; there will be tea."},
    {"本报将继续关注此事的进展。", "The Bay Daily will follow the matter."},
    {"相关照片将在月底贴在榕树广场的公告栏上。",
     "Photographs will be on the notice board of Banyan Square at the end of the month."},
    {"工程预计用时六周，其间行人可以照常通行。",
     "The work should take six weeks, and people on foot will be able to pass throughout."},
    {"截至记者发稿时，海面平静，一切照常。",
     "The sea was calm and everything ran to plan when this edition closed."},
    {"读者若有旧照片或亲身经历，欢迎寄到编辑部。",
     "Readers with old photographs or memories of their own are invited to write to the editors."},
};

// Indexed by Section.
constexpr std::array<std::array<Bilingual, 4>, kSections> kQuotes = {{
    {{{"海不等人，可是我们可以早一点起床。",
       "The sea waits for nobody, so we get up a little earlier"},
      {"船靠得稳，岸上的人心里才稳。",
       "When the boats lie steady, the people on the quay sleep better"},
      {"这件事我们讨论了三年，今天总算看到了第一块木板。",
       "We talked about this for three years, and today I saw the first plank"},
      {"数字是一回事，雾里听见汽笛是另一回事。",
       "Figures are one thing, a horn in the fog is another"}}},
    {{{"价钱写在黑板上，谁都能看，谁都能问。",
       "The price is on the board where everyone can read it and anyone can ask"},
      {"好鱼不用吆喝，坏鱼吆喝也没用。",
       "Good fish needs no shouting, and for bad fish shouting is no help"},
      {"今年的收成不算多，但个头整齐。",
       "It is not the largest catch we have had, but it is an even one"},
      {"老顾客带着孩子来，孩子又带着孩子来。",
       "Old customers come with their children, and those come with theirs"}}},
    {{{"书借出去才算活着，放在架子上只是睡着了。",
       "A book that is out is alive, and one on the shelf is only asleep"},
      {"孩子们提的问题，比我们准备的答案多得多。",
       "The children had many more questions than we had answers prepared"},
      {"我们不比分数，只比谁看得更仔细。",
       "We do not compare marks, we compare who looked more closely"},
      {"教室的窗户朝着海，这是最好的教具。",
       "The windows face the sea, and no teaching aid is better than that"}}},
    {{{"预报不是承诺，是提醒大家带伞。",
       "A forecast is not a promise, it is a reminder to take the umbrella"},
      {"潮位表每天抄两遍，一遍给渔船，一遍给学校。",
       "We copy the tide table twice a day, once for the boats and once for the school"},
      {"风向变了四次，我们的风向标转得都累了。",
       "The wind turned four times, and even our vane grew tired"},
      {"雾最怕太阳，也最怕耐心。", "Fog fears two things, the sun and patience"}}},
    {{{"我们输过很多场，所以赢的时候知道该感谢谁。",
       "We have lost often enough to know whom to thank when we win"},
      {"场地有一点斜，下半场换边就公平了。",
       "The pitch slopes a little, which is why they invented the second half"},
      {"队里年纪最大的五十一岁，跑得不是最慢的。",
       "Our oldest player is fifty-one, and he is not the slowest"},
      {"比赛结束，大家一起把球门抬回仓库。",
       "After the whistle both teams carry the goals back to the shed"}}},
    {{{"纸会变黄，事情不会。", "Paper turns yellow, but what happened stays as it was"},
      {"一张没有日期的照片，我们问了十一个人才弄清楚。",
       "It took eleven people to date one photograph"},
      {"每修好一页，就像多认识了一位老邻居。",
       "Every page we mend is like meeting an old neighbour"},
      {"档案室不大，装得下整座镇子。", "The archive is a small room with a whole town in it"}}},
}};

constexpr Bilingual kTitles[kSections] = {{"港湾", "Harbour"},
                                          {"市集", "Market"},
                                          {"校园与书", "School and Library"},
                                          {"天气与潮汐", "Weather and Tides"},
                                          {"体育", "Sport"},
                                          {"旧闻", "From the Archive"}};
constexpr Bilingual kDescriptions[kSections] = {
    {"渡轮、渔船、码头和海上的消息", "Ferries, fishing boats, quays and news from the water"},
    {"鱼价、摊位、手艺和本地生意", "Fish prices, stalls, crafts and local trade"},
    {"课堂、阅览室和爱读书的人", "Classrooms, reading rooms and the people in them"},
    {"风、雨、雾、潮位和它们带来的事", "Wind, rain, fog, tides and what they bring"},
    {"海燕队、划船赛和每一次参赛", "The Petrels, the rowing races and everyone who turns up"},
    {"从旧报纸和旧照片里打捞的故事", "Stories recovered from old papers and photographs"}};
constexpr std::string_view kSlugs[kSections] = {"harbour", "market", "school",
                                                "weather", "sport",  "archive"};

std::size_t index_of(Section section) { return static_cast<std::size_t>(section); }

}  // namespace

std::span<const Place> places() { return kPlaces; }
std::span<const Person> people() { return kPeople; }
std::span<const Bilingual> endings() { return kEndings; }
std::span<const Bilingual> quotes_of(Section section) { return kQuotes[index_of(section)]; }
Bilingual title_of(Section section) { return kTitles[index_of(section)]; }
Bilingual description_of(Section section) { return kDescriptions[index_of(section)]; }
std::string_view slug_of(Section section) { return kSlugs[index_of(section)]; }

}  // namespace crawler::demo
